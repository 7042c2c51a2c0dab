import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runHere } from '../support/in-process.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(answer: Answer): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

/** Asks a server that answers everything so for the bulk-load template, in a folder of its own below another. */
async function ask(answer: Answer, more: readonly string[] = []) {
  const above = mkdtempSync(path.join(tmpdir(), 'sparkform-hostile-'));
  onTestFinished(() => rmSync(above, { recursive: true }));
  const folder = mkdtempSync(path.join(above, 'folder-'));
  const env = { VOSS_URL: await listen(answer), VOSS_USERNAME: 'admin', VOSS_PASSWORD: 'CANARY-PASSWORD' };
  const run = await runHere({ path: folder, env }, ['api', 'bulk-load-template', ...more]);
  expect(run.stdout + run.stderr).not.toContain('CANARY');
  expect(readdirSync(above)).toHaveLength(1);
  return { ...run, folder, files: readdirSync(folder) };
}

const gzip = Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]);

test.each([
  ['attachment; filename=../../../../tmp/evil.gz', 'evil.gz'],
  ['attachment; filename="/etc/passwd"', 'passwd'],
  ['attachment; filename="..\\\\evil.gz"', 'evil.gz'],
  ['attachment; filename=.bashrc', 'bashrc'],
])('a file that is called %s stays in its folder', async (disposition, name) => {
  const result = await ask((_, response) => response.setHeader('Content-Disposition', disposition).end(gzip));
  expect([result.status, result.files]).toEqual([0, [name]]);
  expect(readFileSync(path.join(result.folder, name)).equals(gzip)).toBe(true);
});

test('a body without an end is cut off, and nothing of it is kept', async () => {
  let sent = 0;
  const result = await ask(
    (_, response) => {
      response.write(gzip);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      response.on('drain', more);
      more();
    },
    ['--largest', '1'],
  );
  expect([result.status, result.files]).toEqual([1, []]);
  expect(result.stderr).toContain('larger than 1 MiB; nothing was kept');
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});

test('a connection that breaks in the middle leaves nothing', async () => {
  const result = await ask((_, response) => {
    response.writeHead(200, { 'Content-Length': '1000' });
    response.write(gzip);
    setTimeout(() => response.destroy(), 50);
  });
  expect([result.status, result.files]).toEqual([1, []]);
  expect(result.stderr).toContain('the connection broke before the answer was complete');
});

test('a redirect is not followed: no other server gets the password', async () => {
  const visits: (string | undefined)[] = [];
  const elsewhere = await listen((request, response) => {
    visits.push(request.headers.authorization);
    response.end(gzip);
  });
  const result = await ask((_, response) => response.writeHead(302, { Location: elsewhere }).end());
  expect([result.status, result.files, visits]).toEqual([1, [], []]);
  expect(result.stderr).toContain('another address, which is not followed');
});

test.each([
  ['a login page', '<html><form><input type="password"></form></html>', 'login page'],
  ['a fault with status 200', '{"success": false, "message": "No template here"}', 'No template here'],
  ['a record with status 200', '{"data": {"token": "CANARY-TOKEN"}}', 'not the file that was asked for'],
  ['nothing', '', 'the answer is empty'],
])('%s is not taken for a file', async (_, body, message) => {
  const result = await ask((_request, response) => response.setHeader('Content-Type', 'text/html').end(body));
  expect([result.status, result.files]).toEqual([1, []]);
  expect(result.stderr).toContain(message);
});
