import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Selectable } from '../select-customers.ts';

/** Warns of the customers among the chosen that git declares: what is done to them by hand is drift. `then` says what follows. */
export function managedNotice(chosen: readonly Selectable[], then: string): readonly Diagnostic[] {
  return chosen
    .filter(({ file }) => file !== null)
    .map(({ name, file }) => ({
      severity: 'warning',
      code: 'managed-customer',
      message: `${name} is declared in ${file}: this is drift, and ${then}.`,
      hint: 'Change the file instead, or bring it in line afterwards; sparkform plan shows what would be put back.',
      customer: name,
    }));
}
