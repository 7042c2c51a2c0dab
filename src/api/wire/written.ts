import type { Profile } from '../../model/profile.ts';
import { isPkid, pkidInHref } from './identity.ts';
import { at, isObject, textAt, UnexpectedShape } from './shape.ts';

/** What a write answered with: the transaction it became, the record it left, or neither where it is simply done. */
export interface WriteAnswer {
  readonly transaction: string | null;
  readonly pkid: string | null;
}

const customerModel = 'relation/SparkCustomer';
const transactionModel = 'tool/Transaction';

/**
 * Decodes the answer to POST, PUT and DELETE in every documented form: `nowait` (`transaction_id`, `href`), synchronous
 * (`pkid` of the instance with `meta.uri`, or `pkid` of the transaction), `{"success": true}`, and no body (`null`). A
 * bare `pkid` that is not the `asked` record's is read as the profile says; where it does not know, a dashed one is a
 * transaction's. Throws `UnexpectedShape`.
 */
export function decodeWritten(json: unknown, asked: string | null, profile: Profile): WriteAnswer {
  if (json === null) return { transaction: null, pkid: null };
  if (!isObject(json)) throw new UnexpectedShape('the answer to a write is not an object');
  const transaction = checked(textAt(json, 'transaction_id')) ?? transactionInLinks(json);
  if (transaction !== null) return { transaction, pkid: null };
  const instance = pkidInHref(textAt(json, 'meta', 'uri'), customerModel);
  if (instance !== null) return { transaction: null, pkid: instance };
  const pkid = checked(textAt(json, 'pkid'));
  if (pkid !== null && pkid !== asked && isTransaction(json, pkid, profile)) return { transaction: pkid, pkid: null };
  if (pkid !== null) return { transaction: null, pkid: isOfOtherModel(json) ? null : pkid };
  if (at(json, 'success') === true) return { transaction: null, pkid: null };
  throw new UnexpectedShape('the answer to a write names neither a transaction nor a record');
}

function checked(text: string | null): string | null {
  if (text !== null && !isPkid(text))
    throw new UnexpectedShape('the answer to a write names something that is no pkid');
  return text;
}

function transactionInLinks(json: unknown): string | null {
  return (
    pkidInHref(textAt(json, 'href'), transactionModel) ?? pkidInHref(textAt(json, 'meta', 'uri'), transactionModel)
  );
}

function isTransaction(json: unknown, pkid: string, profile: Profile): boolean {
  if (textAt(json, 'model_type') === transactionModel) return true;
  if (profile.createAnswer !== 'unknown') return profile.createAnswer === 'transaction';
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(pkid);
}

/** A move may answer with the pkid of the move itself. */
function isOfOtherModel(json: unknown): boolean {
  const model = textAt(json, 'model_type');
  return (model !== null && model !== customerModel) || textAt(json, 'meta', 'uri') !== null;
}
