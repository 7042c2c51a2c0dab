import type { CustomerReader, CustomerWriter } from '../api/customers.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Live } from '../model/live.ts';
import type { CustomerPlan } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';
import type { Applied } from '../model/state.ts';
import { nothingPlanned } from '../plan/nothing-planned.ts';
import type { FilesOptions, OutputOptions, PlanOptions } from './options.ts';
import type { Naming, Selectable } from './select-customers.ts';

/** What every command takes that changes customers which a person names. */
export interface ByHandOptions
  extends OutputOptions,
    FilesOptions,
    Pick<PlanOptions, 'env' | 'profile' | 'rate' | 'concurrency'> {
  /** The words that name customers. */
  readonly named: readonly string[];
  readonly autoApprove: boolean;
}

/** What there is when it is decided what to do. */
export interface Scene {
  readonly chosen: readonly Selectable[];
  readonly live: Omit<Live, 'requests'>;
  readonly applied: Applied;
  readonly profile: Profile;
  readonly reader: CustomerReader;
  /** Names the work on a customer for the server's log: another name in each run. */
  readonly operation: (pkid: string, what: string) => string;
}

/** A command that changes named customers: what its steps are. */
export interface Task {
  /** As it is called, and as reports name it. */
  readonly command: string;
  readonly naming: Naming;
  /** The steps for each chosen customer, with what a person should know before saying yes; an error stops it. Throws `ApiError`. */
  readonly decide: (scene: Scene) => Promise<{
    readonly customers: readonly CustomerPlan[];
    readonly diagnostics: readonly Diagnostic[];
  }>;
  /** Sends by other calls than an apply does. */
  readonly writer?: (writer: CustomerWriter) => CustomerWriter;
}

/** A customer to which nothing is done yet, as the start of what a task decides. */
export function byHand({ live, file }: Selectable): CustomerPlan {
  return {
    ...nothingPlanned(null, live),
    ...(file === null ? {} : { id: file, file, recordedAs: file }),
    why: 'asked by hand',
    asked: true,
    seen: live.fields,
  };
}
