import { expect, test } from 'vitest';
import { customerFile, type Lab, openLab, sparkform } from '../support/lab.ts';

const everything = process.env['SPARKFORM_CHAOS'] === 'all';
const creates = everything ? 150 : 40;
const updates = everything ? 100 : 30;
/** Of requests for each; with few writes, planning weighs more. */
const most = everything ? 3.5 : 3.7;
const names = Array.from({ length: creates }, (_, number) => `Customer ${String(number).padStart(3, '0')}`);

/** A server that lets twenty requests a second through, answers after 20 ms and needs 200 ms for each write. */
const busy = {
  requestsPerSecond: 20,
  latencyMilliseconds: 20,
  transactionMilliseconds: 200,
  seed: {
    nodes: [
      { path: 'sys', type: 'System' },
      { path: 'sys.hcs', type: 'Provider' },
      ...names.map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' })),
    ],
    customers: [],
  },
};

/** Applies what is committed with the default rate and concurrency. */
async function apply(lab: Lab) {
  const before = lab.sandbox.requests.length;
  const flags = ['--auto-approve', '--max-change-percent', '100', '--format', 'json'];
  const { status, stdout } = await sparkform(['apply', ...flags], lab.path, lab.env);
  const sent = lab.sandbox.requests.slice(before);
  const { summary, requests } = JSON.parse(stdout);
  expect(requests.read + requests.write).toBe(sent.length);
  return {
    status,
    applied: summary.applied,
    sent: sent.length,
    refused: sent.filter((one) => one.status === 429).length,
  };
}

/** The figures are worth reading although they are within their limits. */
function say(what: string, each: number, refused: number): void {
  process.stdout.write(`${each.toFixed(2)} requests for each ${what}, ${refused} answers of 429\n`);
}

test('hundreds of writes fit below the throttle of the server, planning, polling and verifying included', {
  timeout: 600_000,
}, async () => {
  const lab = await openLab(busy);
  lab.commit(Object.fromEntries(names.map((name) => [`customers/${name}.yaml`, customerFile(name)])));
  const created = await apply(lab);
  say('create', created.sent / creates, created.refused);
  expect([created.status, created.applied, lab.sandbox.state.customers.length]).toEqual([0, creates, creates]);
  expect(created.refused).toBeLessThanOrEqual(3);
  expect(created.sent / creates).toBeLessThanOrEqual(most);

  const touched = names.slice(0, updates);
  // Each to another value: the same for all would go in one call.
  const changed = (name: string) => customerFile(name, [`  email_domain: changed-${name.slice(-3)}.example`]);
  lab.commit(Object.fromEntries(touched.map((name) => [`customers/${name}.yaml`, changed(name)])));
  const updated = await apply(lab);
  say('update', updated.sent / updates, updated.refused);
  expect([updated.status, updated.applied]).toEqual([0, updates]);
  expect(updated.refused).toBeLessThanOrEqual(3);
  expect(updated.sent / updates).toBeLessThanOrEqual(most);
});
