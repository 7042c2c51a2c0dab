import { isPkid, pkidInHref } from './identity.ts';
import { at, textAt, UnexpectedShape } from './shape.ts';

/** The ids that the answer to a write names, not judged: which is which is for the server to show. */
export interface NamedIds {
  /** The `pkid` of the answer itself. */
  readonly pkid: string | null;
  /** What the answer calls a transaction. */
  readonly transaction: string | null;
  /** What the answer calls a customer. */
  readonly customer: string | null;
}

/** Decodes the ids in the answer to a write; an answer without a body (`null`) names none. Throws `UnexpectedShape`. */
export function decodeNamedIds(json: unknown): NamedIds {
  const uri = textAt(json, 'meta', 'uri');
  const transaction =
    textAt(json, 'transaction_id') ??
    pkidInHref(textAt(json, 'href'), 'tool/Transaction') ??
    pkidInHref(uri, 'tool/Transaction');
  const ids = { pkid: textAt(json, 'pkid'), transaction, customer: pkidInHref(uri, 'relation/SparkCustomer') };
  if (Object.values(ids).some((id) => id !== null && !isPkid(id))) {
    throw new UnexpectedShape('the answer to a write names something that is no pkid');
  }
  if (json !== null && Object.values(ids).every((id) => id === null) && at(json, 'success') !== true) {
    throw new UnexpectedShape('the answer to a write names neither a transaction nor a record');
  }
  return ids;
}
