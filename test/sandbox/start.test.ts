import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultBehaviour } from '../../src/sandbox/behaviour.ts';
import { demoSeed, estate } from '../../src/sandbox/seed.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { connect, customers, day, now, stored } from './client.ts';

function readJson(path: string) {
  return JSON.parse(readFileSync(new URL(`../../schemas/${path}`, import.meta.url), 'utf8'));
}

describe('the profile', () => {
  const validate = new Ajv({ strict: true }).compile(readJson('profile.schema.json'));
  const profile = readJson('profiles/sandbox.json');

  test('of the sandbox is valid and says what the sandbox does', () => {
    expect([validate(profile), validate.errors]).toEqual([true, null]);
    const { $schema, ...known } = profile;
    const { duplicateNames: _, secretsInExports: __, omittedInBulk: ___, ...behaviour } = defaultBehaviour;
    expect([$schema, known]).toEqual(['../profile.schema.json', behaviour]);
  });

  test.each([{}, { payload: 'unknown' }, { succeededWords: [] }])('may say little: %j', (value) => {
    expect(validate(value)).toBe(true);
  });

  test.each([{ payload: 'both' }, { moveKeepsPkid: true }, { failedWords: 'Fail' }, { duplicateNames: 'allowed' }])(
    'may not say %j',
    (value) => {
      expect(validate(value)).toBe(false);
    },
  );
});

describe('the data file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('brings everything back, work that was queued too', async () => {
    const dataFile = join(folder, 'sandbox.json');
    let time = now;
    const options = { dataFile, now: () => time, transactionMilliseconds: 1000 };
    const first = await connect(options);
    const { pkid } = stored(first.sandbox, 'Adatum');
    const { json } = await first.send('PUT', `${customers}${pkid}?nowait=true`, { name: 'Renamed' });
    const kept = readFileSync(dataFile, 'utf8');
    await first.sandbox.close();
    expect(readFileSync(dataFile, 'utf8')).toBe(kept);
    expect(readdirSync(folder)).toEqual(['sandbox.json']);

    const second = await connect({ ...options, seed: { nodes: [], customers: [] } });
    expect(second.sandbox.state.snapshot()).toEqual(first.sandbox.state.snapshot());
    time += 1000;
    expect((await second.send('GET', json.href)).json.data.status).toBe('Success');
    expect(stored(second.sandbox, 'Renamed').pkid).toBe(pkid);
    const known = second.sandbox.state.customers.map((customer) => customer.pkid);
    expect(known).not.toContain(second.sandbox.state.add('sys.hcs.Contoso.Acme', { name: 'Acme' }).pkid);
    await second.sandbox.close();
  });

  test.each(['', '{}', '[1]', '{"format":1'])('that holds %j is refused and left alone', async (text) => {
    const dataFile = join(folder, 'other.json');
    writeFileSync(dataFile, text);
    await expect(startSandbox({ dataFile })).rejects.toThrow(/other\.json is not the data of a sandbox/);
    expect(readFileSync(dataFile, 'utf8')).toBe(text);
  });
});

describe('the seeds', () => {
  test('the demo has customers of every kind', async () => {
    const { sandbox } = await connect();
    const daysLeft = (name: string, property: 'access_token_expires' | 'refresh_token_expires'): number =>
      (Date.parse(String(stored(sandbox, name).data[property])) - now) / day;
    expect(sandbox.state.customers).toHaveLength(12);
    expect(sandbox.state.customers.filter(({ data }) => data.token === undefined)).toHaveLength(3);
    expect(daysLeft('Bellows College', 'access_token_expires')).toBe(2);
    expect(daysLeft('Coho Winery', 'refresh_token_expires')).toBe(5);
    expect(daysLeft('Graphic Design Institute', 'refresh_token_expires')).toBe(-1);
    expect(new Set(sandbox.state.nodes.map(({ type }) => type))).toEqual(
      new Set(['System', 'Provider', 'Reseller', 'Customer', 'Site']),
    );
  });

  test('every parent of a node is a node, and every secret looks fake', () => {
    for (const seed of [demoSeed(now), estate(120, now)]) {
      const paths = new Set(seed.nodes.map(({ path }) => path));
      expect(paths.size).toBe(seed.nodes.length);
      for (const path of paths) {
        expect(path === 'sys' || paths.has(path.slice(0, path.lastIndexOf('.')))).toBe(true);
      }
      for (const { data } of seed.customers) {
        expect(`${data.token ?? 'FAKE'} ${data.refresh_token ?? 'FAKE'}`).toMatch(/^FAKE.* FAKE/);
        expect(data.https_proxy ?? 'fake-password').toMatch(/fake-password/);
        expect(data.email_domain).toMatch(/\.example$/);
      }
    }
  });

  test('an estate is as large as asked, the same every time, with accounts of its own', async () => {
    const { customers: made } = estate(1000, now);
    expect(estate(1000, now).customers).toEqual(made);
    expect(new Set(made.map(({ data }) => data.account_number_external)).size).toBe(1000);
    const { sandbox, send } = await connect({ seed: estate(1000, now) });
    const { json } = await send('GET', `${customers}?hierarchy=sys&limit=2000`);
    expect(json.resources).toHaveLength(1000);
    expect(new Set(sandbox.state.customers.map(({ pkid }) => pkid)).size).toBe(1000);
  });

  test('a seed with a customer at no node is refused', async () => {
    const seed = {
      nodes: [{ path: 'sys', type: 'Customer' }],
      customers: [{ hierarchy: 'sys.x', data: { name: 'A' } }],
    };
    await expect(startSandbox({ seed })).rejects.toThrow(/sys\.x, which is not among its nodes/);
  });
});

test('two sandboxes listen on 127.0.0.1 at ports of their own, and a taken port is refused', async () => {
  const [one, two] = [(await connect()).sandbox, (await connect()).sandbox];
  expect(one.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(one.url).not.toBe(two.url);
  await expect(startSandbox({ port: Number(new URL(one.url).port) })).rejects.toThrow(/EADDRINUSE/);
});

test('the username and password are those of the options', async () => {
  const { sandbox, send } = await connect({ username: 'api', password: 'pä:ss' });
  expect([sandbox.username, sandbox.password]).toEqual(['api', 'pä:ss']);
  expect((await send('GET', `${customers}?hierarchy=sys`)).status).toBe(401);
  const authorization = `Basic ${Buffer.from('api:pä:ss').toString('base64')}`;
  const answer = await fetch(`${sandbox.url}${customers}?hierarchy=sys`, { headers: { Authorization: authorization } });
  expect(answer.status).toBe(200);
});
