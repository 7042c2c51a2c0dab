import type { JsonObject } from './json.ts';
import type { StoredTransaction } from './records.ts';
import type { World } from './world.ts';

/** The properties that a list entry tells of a transaction. */
export const transactionAttributes = [
  { name: 'action', title: 'Action' },
  { name: 'detail', title: 'Detail' },
  { name: 'username', title: 'User' },
  { name: 'status', title: 'Status' },
  { name: 'message', title: 'Message' },
  { name: 'submitted_time', title: 'Submitted Time' },
] as const;

/** Where the API shows a transaction. */
export function transactionHref(id: string): string {
  return `/api/tool/Transaction/${id}`;
}

/** The status word: the first of the behaviour's list; a queued one is in progress from half its time. */
function statusWord({ behaviour, now }: World, transaction: StoredTransaction): string {
  const { submitted, due, outcome } = transaction;
  const [succeeded = 'Success'] = behaviour().succeededWords;
  const [failed = 'Fail'] = behaviour().failedWords;
  if (outcome !== 'open') {
    return outcome === 'succeeded' ? succeeded : failed;
  }
  return due === null || now() >= (submitted + due) / 2 ? 'In Progress' : 'Queued';
}

function timeText(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

/** The `data` that one transaction and its list entry have in common; list filters look at it. */
export function transactionSummary(world: World, transaction: StoredTransaction): JsonObject {
  const { id, action, detail, username, message, external, submitted, completed } = transaction;
  return {
    id,
    action,
    detail,
    username,
    status: statusWord(world, transaction),
    message,
    external: { id: external.id, reference: external.reference },
    submitted_time: timeText(submitted),
    completed_time: timeText(completed),
  };
}

function transactionMeta(id: string): JsonObject {
  return {
    model_type: 'tool/Transaction',
    summary_attrs: transactionAttributes,
    references: { self: [{ href: `${transactionHref(id)}/`, pkid: id }] },
  };
}

/** One element of the transaction list's `resources`. */
export function transactionEntry(world: World, transaction: StoredTransaction): JsonObject {
  return { meta: transactionMeta(transaction.id), data: transactionSummary(world, transaction) };
}

/** The answer to a GET of one transaction. `after_transaction` has a query, as in the API guide's example. */
export function transactionInstance(world: World, transaction: StoredTransaction): JsonObject {
  const { id, hierarchy, items, outcome } = transaction;
  const [first] = items;
  const result = items.length === 1 ? (first?.resultPkid ?? null) : null;
  const replay = { method: 'GET', class: 'execute', href: `${transactionHref(id)}/replay/`, title: 'Replay' };
  return {
    meta: { ...transactionMeta(id), actions: { replay } },
    data: {
      ...transactionSummary(world, transaction),
      priority: 'Medium',
      rolled_back: outcome === 'failed',
      resource: {
        hierarchy,
        after_transaction: result === null ? null : `/api/relation/SparkCustomer/${result}/?cached=false`,
      },
    },
  };
}

/** The answer to a poll: keyed by the id. */
export function transactionPoll(world: World, transaction: StoredTransaction): JsonObject {
  const { id, action, message } = transaction;
  const status = statusWord(world, transaction);
  return { [id]: { status, href: transactionHref(id), description: message === '' ? action : message } };
}
