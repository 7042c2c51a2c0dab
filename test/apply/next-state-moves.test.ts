import { describe, expect, test } from 'vitest';
import type { Status } from '../../src/model/outcome.ts';
import { live } from '../plan/world.ts';
import { before, filesOf, oldRecords, path, run, shown, yaml } from './run-state.ts';

describe('files that move', () => {
  const acme = yaml('Acme', ['notes: new']);
  const globex = yaml('Globex', ['notes: new']);

  test('a moved file is recorded under its new name alone', () => {
    const moved = filesOf({ 'emea/acme': yaml('Acme', ['notes: old']), globex: yaml('Globex', ['notes: old']) });
    expect(shown(run(before, moved, oldRecords)).pkids).toEqual({ 'emea/acme': 'pkid-acme', globex: 'pkid-globex' });
  });

  test('a moved file whose customer failed stays under its old name', () => {
    const moved = filesOf({ 'emea/acme': acme, globex: yaml('Globex', ['notes: old']) });
    expect(shown(run(before, moved, oldRecords, { fates: { Acme: 'failed' } }))).toEqual(shown(before));
  });

  const swapped = filesOf({ acme: globex, globex: acme });

  test('files that changed places are recorded in their new places', () => {
    expect(shown(run(before, swapped, oldRecords))).toEqual({
      texts: { acme: globex, globex: acme },
      pkids: { acme: 'pkid-globex', globex: 'pkid-acme' },
    });
  });

  test.each(['Acme', 'Globex'])('while %s is not finished, both stay where they were', (name) => {
    const after = run(before, swapped, oldRecords, { fates: { [name]: 'failed' } });
    expect(shown(after)).toEqual(shown(before));
    // The next run finds the other one done and finishes both.
    const halfway = [
      live('Acme', { notes: name === 'Acme' ? 'old' : 'new' }),
      live('Globex', { notes: name === 'Globex' ? 'old' : 'new' }),
    ];
    expect(shown(run(after, swapped, halfway)).pkids).toEqual({ acme: 'pkid-globex', globex: 'pkid-acme' });
  });

  test.each(['Acme', 'Globex', 'Initech'])(
    'of three that go round, none changes its place while %s is not finished',
    (name) => {
      const notes = (value: string) => [`notes: ${value}`];
      const all = { ...before.texts, ...filesOf({ initech: yaml('Initech', notes('old')) }) };
      const there = [...oldRecords, live('Initech', { notes: 'old' })];
      const three = run(before, all, there);
      const round = filesOf({
        acme: yaml('Globex', notes('new')),
        globex: yaml('Initech', notes('new')),
        initech: acme,
      });
      expect(shown(run(three, round, there, { fates: { [name]: 'failed' } }))).toEqual(shown(three));
      const done = { acme: 'pkid-globex', globex: 'pkid-initech', initech: 'pkid-acme' };
      expect(shown(run(three, round, there)).pkids).toEqual(done);
    },
  );

  test.each<Status>(['held', 'applied'])('a file in the place of a removed one, whose delete is %s', (status) => {
    const texts = filesOf({ acme: yaml('Globex', ['notes: old']) });
    const after = run(before, texts, oldRecords, { fates: { Acme: status } });
    const moved = { texts: { acme: yaml('Globex', ['notes: old']) }, pkids: { acme: 'pkid-globex' } };
    expect(shown(after)).toEqual(status === 'applied' ? moved : shown(before));
  });

  test('a failed customer in the place of a deleted one keeps its own record', () => {
    const after = run(before, filesOf({ acme: globex }), oldRecords, { fates: { Globex: 'failed' } });
    expect(shown(after)).toEqual({
      texts: { globex: yaml('Globex', ['notes: old']) },
      pkids: { globex: 'pkid-globex' },
    });
  });

  test('what was sent for a customer that must wait for its place is remembered', () => {
    const secret = ['notes: new', 'token: { env: WEBEX_TOKEN }'];
    const texts = filesOf({ acme: yaml('Globex', secret), globex: acme });
    const after = run(before, texts, oldRecords, { fates: { Acme: 'failed' } });
    expect(after.next.json.customers[path('globex')]).toMatchObject({
      pkid: 'pkid-globex',
      unfinished: { secrets: { token: { env: 'WEBEX_TOKEN' } } },
    });
    expect(after.next.json.customers[path('acme')]).toEqual({ pkid: 'pkid-acme' });
  });

  test('a new customer in a place that is not free yet is left to be found again', () => {
    const texts = filesOf({ 'emea/acme': acme, acme: yaml('Initech'), globex: yaml('Globex', ['notes: old']) });
    const after = run(before, texts, oldRecords, { fates: { Acme: 'failed' } });
    expect(shown(after)).toEqual(shown(before));
  });
});
