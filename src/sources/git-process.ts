import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';

/**
 * Runs git with bytes on its standard input and returns its standard output. For the plumbing that reads what it works on
 * from there (`cat-file --batch`, `fast-import`), which simple-git has no way to feed; everything else goes through
 * simple-git. Throws `Error` with git's own words when git fails.
 */
export function gitWithInput(top: string, args: readonly string[], input: string | Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd: top, stdio: ['pipe', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(Buffer.concat(output));
      else reject(new Error(`git ${args[0]} ended with ${status}: ${Buffer.concat(errors).toString('utf8').trim()}`));
    });
    // A git that dies early closes the pipe: its exit status and words tell more than the broken pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
