import { type Edit, editYaml } from '../config/edit/edit-yaml.ts';
import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { fieldNames } from '../model/field-names.ts';
import type { TakenValue } from '../model/files-report.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { Cause } from '../model/plan.ts';
import type { AppliedCustomer } from '../model/state.ts';
import { causeOf, compareFields } from '../plan/fields.ts';
import type { FileEdit } from './file-edit.ts';

/** Which of the differences between a file and its live record the file takes over. */
export type Taking = 'everything' | 'drift';

/**
 * What a declared customer would have to say to be as it is live: the differences that a plan would put right, and with
 * `manageAll` the properties that it does not mention. `drift` leaves out what only a commit changed.
 */
export function takenValues(
  desired: Customer,
  applied: AppliedCustomer | null,
  live: LiveCustomer,
  taking: Taking,
  manageAll = false,
): readonly TakenValue[] {
  const before = applied?.customer ?? null;
  const { changes } = compareFields(desired, before, live);
  const fields = changes.map(({ path, before: now, after, cause }) => ({ path, before: after, after: now, cause }));
  const unmentioned = (manageAll ? fieldNames(live.fields) : []).flatMap((path): readonly TakenValue[] => {
    const value = live.fields[path];
    return desired.fields[path] !== undefined || value === undefined
      ? []
      : [{ path, before: null, after: value, cause: 'drift' }];
  });
  const all = [...movedTo(desired, before, live), ...fields, ...unmentioned];
  return taking === 'drift' && before !== null ? all.filter(({ cause }) => cause !== 'git') : all;
}

function movedTo(desired: Customer, applied: Customer | null, live: LiveCustomer): readonly TakenValue[] {
  if (live.hierarchy === null || live.hierarchy === desired.hierarchy) return [];
  const cause: Cause = causeOf(desired.hierarchy, applied?.hierarchy, live.hierarchy);
  return [{ path: 'hierarchy', before: desired.hierarchy, after: live.hierarchy, cause }];
}

/** The edit of a file that makes it say the live values; its own text, never that of the defaults it inherits from. */
export function takeInto(desired: Customer, before: string, changes: readonly TakenValue[]): FileEdit {
  const common = { file: desired.file, customer: desired.fields.name, changes, before };
  if (changes.length === 0) return { ...common, status: 'unchanged', after: before };
  const after = editYaml(before, changes.map(editOf));
  return after === null ? { ...common, status: 'left', after: before } : { ...common, status: 'changed', after };
}

function editOf({ path, after }: TakenValue): Edit {
  return { path: path === 'hierarchy' ? [path] : ['customer', path], value: after };
}

/** Says of a file that could not be edited what a person has to write into it. */
export function cannotEdit({ file, customer, changes }: FileEdit): Diagnostic {
  const values = changes.map(({ path, after }) => `${path}: ${JSON.stringify(after)}`).join(', ');
  return {
    severity: 'warning',
    code: 'cannot-edit-file',
    message: `The way in which ${file} is written cannot be kept when it takes over the live values, so it was left as it is.`,
    hint: `Write into it by hand: ${values}.`,
    place: { file, line: 1, column: 1 },
    ...(customer === null ? {} : { customer }),
  };
}
