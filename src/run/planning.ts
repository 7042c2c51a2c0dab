import { openTransport, type Transport } from '../api/transport.ts';
import type { PlanFile } from '../config/plan-file.ts';
import type { Customer } from '../model/customer.ts';
import type { ExtraProperties } from '../model/extra-properties.ts';
import type { Live } from '../model/live.ts';
import type { Plan } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';
import { bindPlan } from '../plan/bind-plan.ts';
import { type GuardFacts, guardPlan } from '../plan/guard.ts';
import { readSettings, type Settings } from '../sources/environment.ts';
import { readProfile } from '../sources/profile.ts';
import { beginListing, type Input, planAll, planChanged } from './ask-live.ts';
import { confirmNewer } from './confirm-schema.ts';
import { connectionOf } from './connection.ts';
import type { Io } from './io.ts';
import { readKnownSchema, schemaDiffers } from './known-schema.ts';
import type { PlanOptions } from './options.ts';
import { permissionsOf, readPermissions } from './permits.ts';
import { misfits } from './plan-file.ts';
import { type Declared, readDeclared, type Tree } from './read-declared.ts';
import { openWorkplace, type Workplace } from './repository.ts';
import { selectorOf } from './selector.ts';
import { hasErrors, stopOnErrors } from './stop.ts';

/** A plan with everything it was made from, and the open way to the server; `transport` must be closed by the caller. */
export interface Planning extends Declared {
  readonly workplace: Workplace;
  readonly profile: Profile;
  readonly live: Live;
  readonly plan: Plan;
  /** What of a newer schema the server may be asked for. */
  readonly extras: ExtraProperties;
  readonly transport: Transport;
}

/**
 * The way from the world to a plan: files, git and environment with everything that is wrong with them at once; then the
 * server. Where a plan was `approved` before, only what both say is left of it. Throws `Stop` and `ApiError`.
 */
export async function planNow(
  options: PlanOptions,
  tree: Tree,
  io: Io,
  approved: PlanFile | null = null,
): Promise<Planning> {
  const workplace = await openWorkplace(io.folder, options.customers);
  const { settings, diagnostics } = readSettings(io.env);
  const [profile, known] = await Promise.all([
    readProfileFor(options, settings?.profile ?? null, workplace.repository.top, io),
    readKnownSchema(workplace.repository.top),
  ]);
  const { extras } = known.files;
  const expected = { env: options.env, server: settings?.url ?? null, customers: workplace.customers };
  const ours = [...diagnostics, ...profile.diagnostics, ...(approved === null ? [] : misfits(approved, expected))];
  const server = settings === null || hasErrors(ours) ? null : connect(settings, profile.profile, extras, options, io);
  try {
    const declared = await readDeclared(workplace, options.env, tree, known.files, io);
    const allowed = await permissionsFor(options, workplace.repository, declared, approved);
    const problems = [...ours, ...declared.diagnostics, ...allowed.diagnostics];
    stopOnErrors(problems);
    if (server === null) throw new Error('settings without diagnostics are missing');
    const newer = await confirmNewer(server.transport, server.hierarchy, extras, () => everyCustomer(declared));
    stopOnErrors(newer);
    const only = selectedFiles(options.only, declared);
    const input = { env: options.env, profile: profile.profile, extras, now: io.now(), only, ...declared };
    const { made, applied, live, listed } = await server.plan(input);
    const facts = factsOf(declared, listed ?? declared.applied.customers.length);
    const schema = schemaDiffers(known, live.schemaVersion ?? null);
    const warned = { ...made, diagnostics: [...problems, ...schema, ...made.diagnostics] };
    const plan = guardPlan(approved === null ? warned : bindPlan(approved.plan, warned), allowed.permissions, facts);
    return {
      ...declared,
      applied,
      workplace,
      profile: profile.profile,
      live,
      plan,
      extras,
      transport: server.transport,
    };
  } catch (error) {
    await server?.transport.close();
    throw error;
  }
}

/**
 * The way to the server. What every plan of all customers asks for is asked for at once, while the files are read (10,000
 * customers: 0.4 s less).
 */
function connect(settings: Settings, profile: Profile, extras: ExtraProperties, options: PlanOptions, io: Io) {
  const transport = openTransport(connectionOf(settings, options, io), io.pace?.clock);
  const server = { transport, hierarchy: settings.hierarchy };
  if (options.changed) return { ...server, plan: (input: Input) => planChanged(transport, settings, input) };
  const listing = beginListing(transport, settings, { profile, extras });
  return { ...server, plan: (input: Input) => planAll(transport, listing, input) };
}

async function permissionsFor(
  options: PlanOptions,
  repository: Workplace['repository'],
  declared: Declared,
  approved: PlanFile | null,
) {
  if (approved === null) return readPermissions(options, repository, declared);
  return { permissions: permissionsOf(approved), diagnostics: [] };
}

/** The customers that are declared, and those that were applied. */
function everyCustomer({ desired, applied }: Declared): readonly Customer[] {
  return [...desired.customers, ...applied.customers.flatMap(({ customer }) => customer ?? [])];
}

/** What the guard must know of these declarations; `live`: records that the server listed. */
export function factsOf({ applied, desired }: Pick<Declared, 'applied' | 'desired'>, live: number): GuardFacts {
  return { managed: applied.customers.length, declared: desired.customers.length, live };
}

/** A profile that is named is looked for from the folder of the command, that of the environment from the repository's top. */
export function readProfileFor(
  { profile, env }: Pick<PlanOptions, 'profile' | 'env'>,
  variable: string | null,
  top: string,
  io: Io,
) {
  const named = profile ?? variable;
  return readProfile(named, env, named === null ? top : io.folder);
}

/** The files that `--only` names, by path or by the name of the customer, on either side. */
export function selectedFiles(only: string | null, { desired, applied }: Declared): ReadonlySet<string> | null {
  if (only === null) return null;
  const matches = selectorOf(only);
  const all = [
    ...desired.customers.map((one) => ({ file: one.file, name: one.fields.name })),
    ...applied.customers.map((one) => ({ file: one.file, name: one.customer?.fields.name ?? '' })),
  ];
  return new Set(all.filter(({ file, name }) => matches(file) || matches(name)).map(({ file }) => file));
}
