import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import { liveAsApplied } from '../plan/as-applied.ts';
import { guardPlan } from '../plan/guard.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Io } from './io.ts';
import { readKnownSchema } from './known-schema.ts';
import type { PlanOptions } from './options.ts';
import { readPermissions } from './permits.ts';
import { factsOf, readProfileFor, selectedFiles } from './planning.ts';
import { readDeclared } from './read-declared.ts';
import { openWorkplace } from './repository.ts';
import { stopOnErrors } from './stop.ts';

/**
 * The way to a plan without the server: the files against what was applied last, as if nobody had touched anything since.
 * Needs no connection and no credentials. Throws `Stop`.
 */
export async function planOffline(
  options: PlanOptions,
  io: Io,
): Promise<{ readonly plan: Plan; readonly customers: string }> {
  const workplace = await openWorkplace(io.folder, options.customers);
  const { repository, customers } = workplace;
  const known = await readKnownSchema(repository.top);
  const [declared, profile] = await Promise.all([
    readDeclared(workplace, options.env, 'work tree', known.files, io),
    readProfileFor(options, io.env['SPARKFORM_PROFILE'] || null, repository.top, io),
  ]);
  const allowed = await readPermissions(options, repository, declared);
  const problems = [...known.diagnostics, ...profile.diagnostics, ...declared.diagnostics, ...allowed.diagnostics];
  stopOnErrors(problems);
  const { desired, applied } = declared;
  const only = selectedFiles(options.only, declared);
  const live = liveAsApplied(desired, applied);
  const made = makePlan({ env: options.env, profile: profile.profile, now: io.now(), only, desired, applied, live });
  const diagnostics = [notAsked, ...problems, ...made.diagnostics];
  const plan = guardPlan(
    { ...made, observed: 'none', diagnostics },
    allowed.permissions,
    factsOf(declared, live.customers.length),
  );
  return { plan, customers };
}

const notAsked: Diagnostic = {
  severity: 'notice',
  code: 'live-not-asked',
  message:
    'The live system was not asked: this is what git changed since the last apply. Drift, customers that exist already, ' +
    'hierarchies and the state of tokens are not looked at; what was not managed before is taken as empty.',
  hint: 'sparkform plan without --offline says what applying would really do.',
};
