import { describe, expect, it } from 'vitest';
import { encodePayload } from '../../src/api/wire/payload.ts';
import { UnexpectedShape } from '../../src/api/wire/shape.ts';
import { decodeTransaction, decodeTransactionEntry } from '../../src/api/wire/transaction.ts';
import { decodeWritten } from '../../src/api/wire/written.ts';
import { profile } from './support.ts';

const pkid = '5f1b2c3d4e5f6a7b8c9d0e1f';
const id = '0b0f2c4e-9a1d-4f7e-8c3b-1a2b3c4d5e6f';
const href = `/api/tool/Transaction/${id}`;

describe('decodeWritten', () => {
  const transaction = { transaction: id, pkid: null };
  const instance = { transaction: null, pkid };
  const nothing = { transaction: null, pkid: null };

  it.each([
    ['nowait', { href, success: true, transaction_id: id }, transaction],
    ['nowait with a link only', { href: `${href}/`, success: true }, transaction],
    [
      'the instance',
      {
        pkid,
        model_type: 'relation/SparkCustomer',
        success: true,
        meta: { uri: `/api/relation/SparkCustomer/${pkid}` },
      },
      instance,
    ],
    ['the pkid of an instance only', { pkid, success: true }, instance],
    ['the pkid of a transaction only', { pkid: id, success: true }, transaction],
    ['a transaction by its model', { pkid, model_type: 'tool/Transaction' }, { transaction: pkid, pkid: null }],
    [
      'an instance whose pkid looks like a transaction',
      { pkid: id, meta: { uri: `/api/relation/SparkCustomer/${id}` } },
      { transaction: null, pkid: id },
    ],
    [
      'the move itself',
      { pkid, model_type: 'tool/DataMove', success: true, meta: { uri: `/api/tool/DataMove/${pkid}` } },
      nothing,
    ],
    ['success', { success: true }, nothing],
    ['no body', null, nothing],
  ])('reads %s', (_, json, expected) => {
    expect(decodeWritten(json, null, profile)).toEqual(expected);
  });

  it('reads a bare pkid as the profile says, but for the one that was asked', () => {
    const says = (createAnswer: 'instance' | 'transaction') => ({ ...profile, createAnswer });
    expect(decodeWritten({ pkid }, null, says('transaction'))).toEqual({ transaction: pkid, pkid: null });
    expect(decodeWritten({ pkid: id }, null, says('instance'))).toEqual({ transaction: null, pkid: id });
    expect(decodeWritten({ pkid }, pkid, says('transaction'))).toEqual(instance);
  });

  it.each([[{}], [[]], ['text'], [{ pkid: '../x' }], [{ transaction_id: 'a/replay/b' }], [{ success: 'perhaps' }]])(
    'refuses %j',
    (json) => {
      expect(() => decodeWritten(json, null, profile)).toThrow(UnexpectedShape);
    },
  );
});

describe('decodeTransaction', () => {
  const after = `/api/relation/SparkCustomer/${pkid}/?cached=false`;

  it.each([
    ['a poll', { [id]: { status: 'Success', href, description: 'done' } }, 'succeeded', null, 'done'],
    [
      'a whole one',
      { meta: {}, data: { status: 'Completed', resource: { hierarchy: 'sys', after_transaction: after } } },
      'succeeded',
      pkid,
      null,
    ],
    [
      'a list of results',
      { data: { status: 'Success', resource: { after_transaction: [after] } } },
      'succeeded',
      pkid,
      null,
    ],
    [
      'the result of another model',
      { data: { status: 'Success', resource: { after_transaction: `/api/data/X/${pkid}` } } },
      'succeeded',
      null,
      null,
    ],
    [
      'a failed one',
      { data: { status: 'FAIL', message: 'Transaction canceled' } },
      'failed',
      null,
      'Transaction canceled',
    ],
    ['a queued one', { [id]: { status: 'Queued' } }, 'running', null, null],
    ['one in progress', { [id]: { status: 'In Progress' } }, 'running', null, null],
    ['a word that nobody knows', { [id]: { status: 'Succeeded with warnings' } }, 'running', null, null],
  ])('reads %s', (_, json, state, result, message) => {
    expect(decodeTransaction(json, id, profile)).toEqual({ id, state, pkid: result, message, externalId: null });
  });

  it.each([[{ external: { id: 'op-1' } }], [{ external_id: 'op-1' }], [{ request_meta: { external_id: 'op-1' } }]])(
    'reads an entry of the listing with %j',
    (external) => {
      const entry = { meta: { references: { self: [{ pkid: id }] } }, data: { status: 'Queued', ...external } };
      expect(decodeTransactionEntry(entry, profile)).toMatchObject({ id, state: 'running', externalId: 'op-1' });
      expect(decodeTransactionEntry({ data: { id, status: 'Queued', ...external } }, profile)).toMatchObject({ id });
    },
  );

  it.each([[null], [{}], [{ [id]: {} }], [{ data: { status: 1 } }]])('refuses %j', (json) => {
    expect(() => decodeTransaction(json, id, profile)).toThrow(UnexpectedShape);
    expect(() => decodeTransactionEntry(json, profile)).toThrow(UnexpectedShape);
  });
});

describe('encodePayload', () => {
  const meta = { external_id: 'op', external_reference: 'run' };

  it.each([
    ['unknown', { name: 'Acme', request_meta: meta }],
    ['bare', { name: 'Acme', request_meta: meta }],
    ['wrapped', { data: { name: 'Acme' }, request_meta: meta }],
  ] as const)('writes the form %s', (payload, expected) => {
    expect(JSON.parse(encodePayload({ ...profile, payload }, { name: 'Acme' }, meta))).toEqual(expected);
  });
});
