import { describe, expect, test } from 'vitest';
import { isRecorded } from '../../src/apply/next-state.ts';
import type { Status } from '../../src/model/outcome.ts';
import { live } from '../plan/world.ts';
import { before, filesOf, old, oldRecords, path, readAgain, run, shown, sourceFiles, yaml } from './run-state.ts';

const records = [live('Acme'), live('Globex')];
const edited = filesOf({ acme: yaml('Acme', ['notes: new']), globex: yaml('Globex', ['notes: new']) });

describe('the state after a run', () => {
  test('holds every file and the pkid of its record', () => {
    expect(shown(before)).toEqual({
      texts: { acme: old[path('acme')], globex: old[path('globex')] },
      pkids: { acme: 'pkid-acme', globex: 'pkid-globex' },
    });
  });

  test('holds the pkid that a create gave', () => {
    expect(shown(run(null, filesOf({ acme: yaml('Acme') }), [])).pkids).toEqual({ acme: 'pkid-acme' });
  });

  test.each<Status>(['failed', 'held', 'stale', 'skipped', 'unknown'])('%s: the old file stays', (status) => {
    const after = run(before, edited, oldRecords, { fates: { Acme: status } });
    expect(shown(after).texts).toEqual({ acme: old[path('acme')], globex: edited[path('globex')] });
    expect(shown(after).pkids).toEqual({ acme: 'pkid-acme', globex: 'pkid-globex' });
  });

  test.each<Status>(['applied', 'unchanged'])('%s: the new file is recorded', (status) => {
    expect(shown(run(before, edited, oldRecords, { fates: { Acme: status } })).texts).toEqual({
      acme: edited[path('acme')],
      globex: edited[path('globex')],
    });
  });

  test.each<Status>(['failed', 'held', 'unknown'])('%s create: nothing is recorded of it', (status) => {
    const after = run(before, { ...old, ...filesOf({ initech: yaml('Initech') }) }, oldRecords, {
      fates: { Initech: status },
    });
    expect(shown(after)).toEqual(shown(before));
  });

  test('a customer that is equal is recorded without a step, an adopted one too', () => {
    expect(shown(run(null, filesOf({ acme: yaml('Acme') }), records))).toEqual({
      texts: { acme: yaml('Acme') },
      pkids: { acme: 'pkid-acme' },
    });
  });

  test('a deleted customer is forgotten, one that was not deleted is kept', () => {
    const without = filesOf({ globex: yaml('Globex', ['notes: old']) });
    expect(Object.keys(shown(run(before, without, oldRecords)).pkids)).toEqual(['globex']);
    expect(shown(run(before, without, oldRecords, { fates: { Acme: 'held' } }))).toEqual(shown(before));
  });

  test('a customer that is gone on both sides is forgotten', () => {
    const without = filesOf({ globex: yaml('Globex', ['notes: old']) });
    const [, globex] = oldRecords;
    expect(shown(run(before, without, globex === undefined ? [] : [globex])).pkids).toEqual({ globex: 'pkid-globex' });
  });

  test('what --only leaves out stays as it was: edited, removed or new', () => {
    const texts = filesOf({ acme: yaml('Acme', ['notes: new']), initech: yaml('Initech') });
    const after = run(before, texts, oldRecords, { only: ['acme'] });
    expect(shown(after)).toEqual({
      texts: { acme: texts[path('acme')], globex: old[path('globex')] },
      pkids: { acme: 'pkid-acme', globex: 'pkid-globex' },
    });
  });

  test('an unmanaged record is not recorded', () => {
    expect(shown(run(null, filesOf({ acme: yaml('Acme') }), records)).pkids).toEqual({ acme: 'pkid-acme' });
  });

  test('files that are no customers are those of the source', () => {
    const texts = { ...old, 'customers/README.md': 'read me' };
    const after = run(before, texts, oldRecords);
    expect(shown(after).texts['README.md']).toBe('read me');
    expect(shown(run(after, old, oldRecords)).texts['README.md']).toBeUndefined();
  });
});

describe('what the ref holds already', () => {
  const recordedFiles = readAgain(before).files;

  test('is recognised, and nothing else', () => {
    expect(isRecorded(before.next, recordedFiles)).toBe(true);
    expect(isRecorded(before.next, [])).toBe(false);
    expect(isRecorded(before.next, recordedFiles.slice(1))).toBe(false);
    expect(isRecorded(before.next, [...recordedFiles, ...sourceFiles({ 'customers/more.txt': '' })])).toBe(false);
    const otherText = recordedFiles.map((one) =>
      one.path === path('acme') ? { ...one, content: new Uint8Array([1]) } : one,
    );
    expect(isRecorded(before.next, otherText)).toBe(false);
  });

  test('another pkid is another state', () => {
    const customers = { ...before.next.json.customers, [path('acme')]: { pkid: 'pkid-anew' } };
    expect(isRecorded({ ...before.next, json: { ...before.next.json, customers } }, recordedFiles)).toBe(false);
  });

  test('bytes that are no text are compared as bytes', () => {
    const raw = (byte: number) => [
      ...recordedFiles,
      { path: 'customers/logo.png', content: new Uint8Array([byte]), problem: null },
    ];
    const next = {
      ...before.next,
      files: new Map([
        ...before.next.files,
        ...raw(0xff)
          .slice(-1)
          .map((one) => [one.path, one] as const),
      ]),
    };
    expect(isRecorded(next, raw(0xff))).toBe(true);
    expect(isRecorded(next, raw(0xfe))).toBe(false);
  });

  test('a second run with nothing to do changes nothing', () => {
    const again = run(before, old, oldRecords);
    expect(isRecorded(again.next, recordedFiles)).toBe(true);
  });
});
