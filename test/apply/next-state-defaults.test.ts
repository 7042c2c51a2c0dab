import { describe, expect, test } from 'vitest';
import { live } from '../plan/world.ts';
import { filesOf, readAgain, run, type State, shown, type Texts, yaml } from './run-state.ts';

const records = [live('Acme'), live('Globex')];

describe('defaults', () => {
  const defaults = 'customers/emea/_defaults.yaml';
  const small = (name: string) => yaml(name);
  const under = (email: string | null, more: Texts = {}): Texts => ({
    ...(email === null ? {} : { [defaults]: `customer:\n  account_email: ${email}\n` }),
    ...filesOf({ 'emea/acme': small('Acme'), 'emea/globex': small('Globex'), ...more }),
  });
  const first = run(
    null,
    under('one@example.com'),
    records.map((one) => ({ ...one, fields: { ...one.fields, account_email: 'one@example.com' } })),
  );
  const there = ['Acme', 'Globex'].map((name) => live(name, { account_email: 'one@example.com' }));
  const emails = (state: State) =>
    readAgain(state).applied.customers.map((one) => one.customer?.fields.account_email ?? null);

  test('are recorded with what each customer inherited', () => {
    expect(emails(first)).toEqual(['one@example.com', 'one@example.com']);
    expect(shown(first).texts['emea/_defaults']).toContain('one@example.com');
  });

  test('stay as they were while a customer beneath is behind, and each customer has its own', () => {
    const after = run(first, under('two@example.com'), there, { fates: { Acme: 'failed' } });
    expect(shown(after).texts['emea/_defaults']).toContain('one@example.com');
    expect(emails(after)).toEqual(['one@example.com', 'two@example.com']);
    const both = ['Acme', 'Globex'].map((name) =>
      live(name, { account_email: name === 'Acme' ? 'one@example.com' : 'two@example.com' }),
    );
    const last = run(after, under('two@example.com'), both);
    expect(shown(last).texts['emea/_defaults']).toContain('two@example.com');
    expect(emails(last)).toEqual(['two@example.com', 'two@example.com']);
  });

  test('that are new are not recorded while a customer beneath is behind', () => {
    const bare = run(null, under(null), there);
    const after = run(bare, under('two@example.com'), there, { fates: { Globex: 'failed' } });
    expect(shown(after).texts['emea/_defaults']).toBeUndefined();
    expect(emails(after)).toEqual(['two@example.com', null]);
  });

  test('that are removed stay while a customer beneath is behind', () => {
    const without = under(null, { 'emea/acme': yaml('Acme', ['notes: new']) });
    const after = run(first, without, there, { fates: { Acme: 'failed' } });
    expect(shown(after).texts['emea/_defaults']).toContain('one@example.com');
    expect(shown(run(after, without, there)).texts['emea/_defaults']).toBeUndefined();
  });

  test('of another folder are not held up', () => {
    const texts = { ...under('one@example.com'), 'customers/apac/_defaults.yaml': 'customer:\n  notes: note\n' };
    const after = run(first, { ...texts, ...filesOf({ 'emea/acme': yaml('Acme', ['notes: new']) }) }, there, {
      fates: { Acme: 'failed' },
    });
    expect(shown(after).texts['apac/_defaults']).toContain('notes: note');
  });
});
