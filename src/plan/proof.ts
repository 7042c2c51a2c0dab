import type { Diagnostic } from '../model/diagnostic.ts';
import type { Live } from '../model/live.ts';
import type { Applied } from '../model/state.ts';
import type { Match } from './match.ts';

/** The error where a server lists no customer at all although some were applied: that is never read as their loss. */
export function nothingLive({ customers }: Applied, live: Live): readonly Diagnostic[] {
  if (live.customers.length > 0 || customers.length === 0) return [];
  return [
    {
      severity: 'error',
      code: 'nothing-live',
      message: `The server lists no customer at all, and ${customers.length} were applied before: that is never read as "they were removed".`,
      hint: 'Check VOSS_HIERARCHY and the permissions of the account. sparkform plan shows what putting them back would do.',
    },
  ];
}

/** Errors for customers that seem to be missing and lie outside of what was listed: nothing tells whether they are there. */
export function outOfSight(matches: readonly Match[], root: string): readonly Diagnostic[] {
  return matches.flatMap(({ desired, live }): readonly Diagnostic[] => {
    if (desired === null || live !== null) return [];
    if (desired.hierarchy === root || desired.hierarchy.startsWith(`${root}.`)) return [];
    return [
      {
        severity: 'error',
        code: 'not-listed',
        message: `${desired.fields.name} is at ${desired.hierarchy}, and only ${root} and below was listed: nothing tells whether it is there.`,
        hint: 'Set VOSS_HIERARCHY to a node above all customers of this environment.',
        customer: desired.fields.name,
      },
    ];
  });
}
