import { createReader } from '../api/customer-reader.ts';
import type { Arrived, CustomerReader } from '../api/customers.ts';
import { ApiError } from '../api/error.ts';
import type { Transport } from '../api/transport.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ExtraProperties } from '../model/extra-properties.ts';
import type { Live, LiveCustomer } from '../model/live.ts';
import type { Plan } from '../model/plan.ts';
import type { Applied } from '../model/state.ts';
import { begunSteps, withBegun } from '../plan/begun.ts';
import { type ChangedCustomer, changedCustomers, filesOf, isInPlace, readsOfChanged } from '../plan/changed.ts';
import { type Draft, draftPlan, makePlan, type PlanInput } from '../plan/make-plan.ts';
import { planEarly } from '../plan/plan-early.ts';
import { missingReads } from '../plan/reads.ts';
import type { Settings } from '../sources/environment.ts';
import { completeLive, type Listed, listLive } from '../sources/live.ts';

/** A plan, and the applied state and the part of the live system that it was made from. */
interface Made {
  readonly made: Plan;
  readonly applied: Applied;
  readonly live: Live;
  /** Records that were listed; `null` where no listing was needed. */
  readonly listed: number | null;
}

/** What a plan is made from besides the live system. */
export type Input = Omit<PlanInput, 'live'> & { readonly extras: ExtraProperties };

/** Listings that are on their way. */
export interface Listing {
  /** The node that they are of, and below. */
  readonly hierarchy: string;
  readonly whole: Promise<Listed>;
  /** Gives `take` the customers that have arrived, and from now on those that arrive. */
  follow(take: Arrived): void;
}

/** Begins to read the listings that a plan of all customers needs. A failure is left to whoever awaits them. */
export function beginListing(
  transport: Transport,
  { url, hierarchy }: Settings,
  { profile, extras }: Pick<Input, 'profile' | 'extras'>,
): Listing {
  const waiting: Parameters<Arrived>[] = [];
  let next: Arrived = (...part) => {
    waiting.push(part);
  };
  const reader = createReader(transport, profile, extras);
  const whole = listLive(reader, url, hierarchy, (...part) => next(...part));
  whole.catch(() => undefined);
  return {
    hierarchy,
    whole,
    follow: (take) => {
      next = take;
      for (const part of waiting) take(...part);
    },
  };
}

/** Plans against the whole listing and the single records that it leaves open. Throws `ApiError`. */
export async function planAll(transport: Transport, listing: Listing, input: Input): Promise<Made> {
  const reader = createReader(transport, input.profile, input.extras);
  const early = planEarly(input, listing.hierarchy);
  listing.follow(early.add);
  const listed = await listing.whole;
  const first = { ...input, live: { ...listed, requests: 0 } };
  const firstDraft = draftPlan(first, early);
  const missing = missingReads(first, firstDraft);
  const isWhole = missing.pkids.length + missing.paths.length === 0;
  const complete = isWhole
    ? first
    : { ...input, live: { ...(await completeLive(reader, listed, missing)), requests: 0 } };
  const draft = isWhole ? firstDraft : draftPlan(complete);
  const applied = await withUnrecorded(reader, complete, draft);
  const made = { ...complete, applied, live: { ...complete.live, requests: transport.counts.read } };
  const plan = makePlan(made, applied === input.applied ? draft : undefined);
  return { made: plan, applied, live: made.live, listed: made.live.customers.length };
}

/** Adds what an earlier run did and died before it could record it, as far as the server's log tells. */
async function withUnrecorded(reader: CustomerReader, input: PlanInput, draft: Draft): Promise<Applied> {
  const { applied, live, profile } = input;
  const begun = profile.findsByExternalId === 'yes' ? begunSteps(input, draft) : [];
  const found = await Promise.all(
    begun.map(({ operation }) => reader.findTransactions(live.hierarchy, 'external.id', operation)),
  );
  return withBegun(
    applied,
    begun.filter((_, index) => found[index]?.some(({ state }) => state === 'succeeded')),
  );
}

/**
 * Plans the customers whose file differs from what was applied. They are read one by one, where that proves enough and
 * costs no more than a listing; where it turns out not to, all is listed after all. Throws `ApiError`.
 */
export async function planChanged(transport: Transport, settings: Settings, input: Input): Promise<Made> {
  const { desired, applied, only } = input;
  const isSelected = (file: string | undefined) => file !== undefined && (only === null || only.has(file));
  const changed = changedCustomers(desired, applied).filter(
    (one) => isSelected(one.desired?.file) || isSelected(one.applied?.file),
  );
  const narrowed = { ...input, only: filesOf(changed) };
  const pkids = readsOfChanged(changed, applied, input.profile);
  const records =
    pkids === null ? null : await readInPlace(createReader(transport, input.profile, input.extras), pkids, changed);
  if (records === null) {
    const listing = beginListing(transport, settings, input);
    return onlyChanged(await planAll(transport, listing, narrowed), changed);
  }
  const live: Live = {
    server: settings.url,
    hierarchy: settings.hierarchy,
    customers: records,
    nodes: [],
    requests: transport.counts.read,
  };
  const own = {
    ...narrowed,
    desired: { ...desired, customers: changed.flatMap((one) => one.desired ?? []) },
    applied: { ...applied, customers: changed.flatMap((one) => one.applied ?? []) },
  };
  return onlyChanged({ made: makePlan({ ...own, live }), applied, live, listed: null }, changed);
}

/** The records of customers, or `null` where one is gone or is not where and who its file says. */
async function readInPlace(
  reader: CustomerReader,
  pkids: readonly string[],
  changed: readonly ChangedCustomer[],
): Promise<readonly LiveCustomer[] | null> {
  const desired = new Map(changed.map((one) => [one.applied?.pkid, one.desired]));
  const read = await Promise.all(pkids.map((pkid) => readOrNull(reader, pkid)));
  const records = read.filter((one) => one !== null);
  const inPlace = records.every((one) => isInPlace(desired.get(one.pkid) ?? null, one));
  return inPlace && records.length === pkids.length ? records : null;
}

async function readOrNull(reader: CustomerReader, pkid: string): Promise<LiveCustomer | null> {
  try {
    return (await reader.readCustomer(pkid)).live;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not-found') return null;
    throw error;
  }
}

function onlyChanged({ made, ...rest }: Made, changed: readonly ChangedCustomer[]): Made {
  const notice: Diagnostic = {
    severity: 'notice',
    code: 'only-changed',
    message: `Only customers whose file differs from what was applied are planned (${changed.length}): drift of others is not looked for.`,
    hint: 'Without --changed the plan is of all customers; sparkform drift tells what changed behind git.',
  };
  return { made: { ...made, observed: 'changed', diagnostics: [notice, ...made.diagnostics] }, ...rest };
}
