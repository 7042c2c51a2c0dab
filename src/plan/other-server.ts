import type { Diagnostic } from '../model/diagnostic.ts';
import type { Applied } from '../model/state.ts';

/** The error where what was applied went to another server than the one at hand; nothing where it fits, or nothing was applied. */
export function otherServer(env: string, applied: Applied, server: string): readonly Diagnostic[] {
  if (applied.server === null || applied.server === server) return [];
  return [
    {
      severity: 'error',
      code: 'other-server',
      message: `The applied state of environment ${env} was made against ${applied.server}, and VOSS_URL names ${server}.`,
      hint: `Use another --env for another server. If the server only got a new name: git update-ref -d refs/sparkform/${env}/applied (here and on the remote) and adopt its customers anew.`,
    },
  ];
}
