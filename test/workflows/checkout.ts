import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { programEnvironment } from '../support/lab.ts';

/** What a checkout is asked for, and by whom. */
export interface Checkout {
  /** The bare repository that stands for the one on GitHub. */
  readonly remote: string;
  /** Absolute path of the folder to fill. */
  readonly folder: string;
  /** A branch, a commit or a full ref. */
  readonly ref: string;
  /** The whole history, or only the one commit. */
  readonly whole: boolean;
  /** Whether the token of the job stays, so that later steps can fetch, and push where the job may write. */
  readonly persists: boolean;
  readonly mayWrite: boolean;
}

/**
 * Does what actions/checkout does. The repository is taken for a private one: without a token that stayed, nothing more can
 * be fetched; without the permission to write, nothing can be pushed.
 */
export function checkOut({ remote, folder, ref, whole, persists, mayWrite }: Checkout): void {
  const git = (...words: readonly string[]) =>
    execFileSync('git', words, { cwd: folder, env: programEnvironment({}), encoding: 'utf8', stdio: 'pipe' });
  mkdirSync(folder, { recursive: true });
  git('init', '--quiet', '--template=');
  git('remote', 'add', 'origin', `file://${remote}`);
  const source = ref.startsWith('refs/') || /^[0-9a-f]{40}$/.test(ref) ? ref : `refs/heads/${ref}`;
  const history = whole ? ['+refs/heads/*:refs/remotes/origin/*'] : [];
  git('fetch', '--quiet', '--no-tags', ...(whole ? [] : ['--depth', '1']), 'origin', ...history, source);
  const fetched = git('ls-remote', 'origin', source).split('\t')[0] || source;
  git('checkout', '--quiet', '--detach', fetched);
  const nowhere = path.join(remote, 'no-token');
  if (!persists) git('remote', 'set-url', 'origin', nowhere);
  if (!mayWrite) git('remote', 'set-url', '--push', 'origin', nowhere);
}
