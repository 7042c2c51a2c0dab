import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Compiles the program once before all tests, so that those that start it never run yesterday's. */
export function setup(): void {
  // Both projects ask for it, in one process.
  if (process.env['SPARKFORM_BUILT'] !== undefined) return;
  process.env['SPARKFORM_BUILT'] = 'yes';
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['run', '--silent', 'build'], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    stdio: 'inherit',
  });
}
