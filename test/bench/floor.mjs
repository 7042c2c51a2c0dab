// What nobody can go below: bare Node.js, the same files read, the same pages of the two lists with undici and JSON.parse.
// Usage: node floor.mjs FOLDER URL AUTHORIZATION
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Pool } from 'undici';

const [folder, url, authorization] = process.argv.slice(2);
const pageSize = 2000;

function readAll() {
  const names = readdirSync(path.join(folder, 'customers'), { recursive: true, withFileTypes: true });
  return names
    .filter((one) => one.isFile())
    .reduce((sum, one) => sum + readFileSync(path.join(one.parentPath, one.name)).length, 0);
}

const pool = new Pool(url, { connections: 4 });

async function page(model, skip) {
  const query = `hierarchy=sys&skip=${skip}&limit=${pageSize}&order_by=name&direction=asc&traversal=down`;
  const { body } = await pool.request({ method: 'GET', path: `/api/${model}/?${query}`, headers: { authorization } });
  return JSON.parse(await body.text());
}

async function list(model) {
  const first = await page(model, 0);
  const pages = Math.ceil(first.pagination.total / pageSize);
  const rest = await Promise.all(
    Array.from({ length: Math.max(0, pages - 1) }, (_, index) => page(model, (index + 1) * pageSize)),
  );
  return [first, ...rest].flatMap((one) => one.resources).length;
}

const bytes = readAll();
const counts = await Promise.all([list('data/HierarchyNode'), list('relation/SparkCustomer')]);
await pool.close();
process.stdout.write(`${bytes} bytes, ${counts.join(' nodes, ')} customers\n`);
