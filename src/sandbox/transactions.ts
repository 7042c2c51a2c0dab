import { textOf } from './json.ts';
import { perform } from './perform.ts';
import type { External, StoredTransaction, TransactionItem, Work } from './records.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** What a call asks to be done. */
export interface Submission {
  readonly works: readonly Work[];
  /** Dotted path of the node that the call was made at. */
  readonly hierarchy: string;
  readonly external: External;
  /** False: the client waits for the answer, so the work is done at once. */
  readonly nowait: boolean;
  /** Injected: this work fails and changes nothing. */
  readonly spoils: (work: Work) => boolean;
  /** Injected: the transaction never ends. */
  readonly stuck: boolean;
}

const verbs = {
  create: 'Create',
  update: 'Modify',
  modify: 'Bulk Modify',
  delete: 'Delete',
  move: 'Move',
  action: 'Execute',
} as const;

/** The name of the customer that work is about, or null when the record is not there. */
export function nameOf({ state }: World, work: Work): string | null {
  const data = work.kind === 'create' ? work.data : state.customer(work.pkid)?.data;
  return data === undefined ? null : textOf(data.name);
}

function opened(world: World, submission: Submission): StoredTransaction {
  const { works, hierarchy, external, nowait, stuck, spoils } = submission;
  const [first] = works;
  const submitted = world.now();
  const due = submitted + (nowait ? world.transactionMilliseconds : 0);
  return {
    id: world.state.nextTransactionId(),
    action: `${first === undefined ? 'Execute' : verbs[first.kind]} Spark Customer`,
    detail: works.length === 1 && first !== undefined ? (nameOf(world, first) ?? '') : `${works.length} records`,
    hierarchy,
    username: world.username,
    external,
    items: works.map((work) => ({ work, spoiled: spoils(work), resultPkid: null })),
    outcome: 'open',
    message: '',
    submitted,
    due: stuck ? null : due,
    completed: null,
  };
}

interface Finished {
  readonly item: TransactionItem;
  readonly followUp: Work | null;
  readonly problem: string | null;
}

function finished(world: World, item: TransactionItem): Finished {
  if (item.spoiled) {
    return { item, followUp: null, problem: 'The workflow failed and was rolled back.' };
  }
  try {
    const { resultPkid, followUp } = perform(world, item.work);
    return { item: { ...item, resultPkid }, followUp, problem: null };
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    return { item, followUp: null, problem: error.message };
  }
}

function complete(world: World, transaction: StoredTransaction): StoredTransaction {
  const results = transaction.items.map((item) => finished(world, item));
  const problems = results.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  const done = world.state.putTransaction({
    ...transaction,
    items: results.map(({ item }) => item),
    outcome: problems.length === 0 ? 'succeeded' : 'failed',
    message: problems.join(' '),
    completed: transaction.due,
  });
  for (const { followUp } of results) {
    if (followUp !== null) {
      submit(world, unasked([followUp], transaction.hierarchy, { id: null, reference: null }));
    }
  }
  return done;
}

function unasked(works: readonly Work[], hierarchy: string, external: External): Submission {
  return { works, hierarchy, external, nowait: true, spoils: () => false, stuck: false };
}

/** Makes a transaction of the work, and does it at once when it is due at once: one record after the other, each wholly or not at all. */
export function submit(world: World, submission: Submission): StoredTransaction {
  const transaction = world.state.putTransaction(opened(world, submission));
  return transaction.due !== null && transaction.due <= world.now() ? complete(world, transaction) : transaction;
}

/** Does the work of every transaction that has come due, in the order they were submitted. */
export function settle(world: World): void {
  const now = world.now();
  for (const transaction of world.state.openTransactions) {
    if (transaction.due !== null && transaction.due <= now) {
      complete(world, transaction);
    }
  }
}

/** Does the work of a finished or queued transaction once more, as a transaction of its own: what `replay` does. */
export function replay(world: World, transaction: StoredTransaction): StoredTransaction {
  const { items, hierarchy, external } = transaction;
  return submit(
    world,
    unasked(
      items.map(({ work }) => work),
      hierarchy,
      external,
    ),
  );
}
