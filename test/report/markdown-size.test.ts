import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { guardPlan } from '../../src/plan/guard.ts';
import { planMarkdown } from '../../src/report/markdown/plan.ts';
import { applied, customer, live, node, now, plan } from '../plan/world.ts';

const frame = { time: now, version: '1.2.3', run: null };
const render = (large: Plan, bytes: number) => planMarkdown(large, 'f'.repeat(32), frame, bytes);

/** So many customers to update, with the first of them to delete. */
function largePlan(count: number, deletes: number): Plan {
  const names = Array.from({ length: count }, (_, index) => `Customer ${index}`);
  const declared = names.slice(deletes).map((name) => customer(name, { fields: { email_domain: 'new.example' } }));
  const made = plan({
    desired: declared,
    applied: names.map((name) => applied(customer(name))),
    live: names.map((name) => live(name, { email_domain: null })),
    nodes: names.map((name) => node(`sys.hcs.${name}`)),
  });
  const facts = { managed: count, declared: count - deletes, live: count };
  return guardPlan(made, { allow: [], maxDeletes: deletes, maxChangePercent: 100 }, facts);
}

const count = (text: string, word: RegExp) => text.match(word)?.length ?? 0;

describe('a thousand customers to update and three to delete', () => {
  const large = largePlan(1003, 3);

  test('fit into a comment: every one is named, those to delete are shown in full, and what is left out is counted', () => {
    const text = render(large, 60_000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    const rows = count(text, /^\| \*\*update\*\*/gm);
    const [, named] = /^- (\d+) to update: /m.exec(text) ?? [];
    expect(rows + Number(named)).toBe(1000);
    expect(count(text, /`Customer \d+`/g)).toBeGreaterThanOrEqual(1003);
    expect(count(text, /<details><summary><b>delete<\/b>/g)).toBe(3);
    const details = count(text, /<details><summary><b>update<\/b>/g);
    expect(text).toContain(
      `the details of ${1000 - details} customers (${1000 - details} to update). The step summary of the run`,
    );
  });

  test('stand in a step summary without anything left out', () => {
    const text = render(large, 1_000_000);
    expect(count(text, /<details>/g)).toBe(1003);
    expect(text).not.toContain('want of space');
  });

  test('with hardly any space those to update are only counted', () => {
    const text = render(large, 5_000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(5_000);
    expect(text).toMatch(/- 1000 to update: (`Customer \d+`, )*and \d+ more that are not named here/);
    expect(count(text, /^\| \*\*delete\*\*/gm)).toBe(3);
  });
});

test('ten thousand customers take less than a second', () => {
  const large = largePlan(10_000, 1);
  const begun = process.cpuUsage();
  const text = render(large, 60_000);
  // Of the processor, as others may be busy on the same machine; in microseconds.
  const { user } = process.cpuUsage(begun);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
  expect(user).toBeLessThan(10_000_000);
});

test('more mistakes than fit are counted by their code', () => {
  const error = { severity: 'error', code: 'unknown-property', message: 'A long sentence. '.repeat(10) } as const;
  const failed = { ...largePlan(1, 0), customers: [], diagnostics: Array.from({ length: 500 }, () => error) };
  const text = render(failed, 20_000);
  const rows = count(text, /^\| error \|/gm);
  expect(text).toContain(`**Left out for want of space:** ${500 - rows} more: ${500 - rows} \`unknown-property\`.`);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(20_000);
});

test('of a long text only what changes in it is shown', () => {
  const lines = Array.from({ length: 60 }, (_, index) => `line ${index}`);
  const notes = (more: string) => lines.map((one) => (one === 'line 30' ? more : one)).join('\n');
  const long = (more: string) => `${'before '.repeat(40)}${more}${' after'.repeat(40)}`;
  const shown = (before: string, after: string) => {
    const made = plan({
      desired: [customer('Acme', { fields: { notes: after } })],
      applied: [applied(customer('Acme', { fields: { notes: before } }))],
      live: [live('Acme', { notes: before })],
    });
    return render(made, 60_000).split('```')[1];
  };
  expect(shown(notes('old'), notes('new'))).toContain('\n      line 29\n-     old\n+     new\n      line 31\n');
  expect(shown(long('old'), long('new'))).toContain(
    '\n-     …re before before before old after after after after…\n+     …re before before before new after after after after…\n',
  );
});
