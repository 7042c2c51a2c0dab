import { holdsSecret } from '../leak.ts';

/** How a secret came back on a read. `clear`: it could be read, in whatever writing. */
export type Echo = 'absent' | 'empty' | 'masked' | 'ciphertext' | 'clear';

/** Tells how a value stands for the secrets that were sent. The value itself goes no further. */
export function echoOf(value: unknown, sent: readonly string[]): Echo {
  if (value === undefined || value === null) return 'absent';
  if (value === '') return 'empty';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/[*•●∙·█▪⬤]{3,}/u.test(text)) return 'masked';
  return holdsSecret(text, sent) ? 'clear' : 'ciphertext';
}
