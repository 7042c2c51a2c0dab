import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Sandbox, startSandbox } from './sandbox/server.ts';

/**
 * `npm run demo`: a provider's git repository and server in a temporary folder, and the commands that a person would type,
 * run for real. Nothing outside that folder is touched.
 */
async function demo(): Promise<void> {
  const top = path.resolve(import.meta.dirname, '..');
  const folder = mkdtempSync(path.join(tmpdir(), 'sparkform-demo-'));
  const sandbox = await startSandbox();
  try {
    const repository = prepareRepository(top, folder);
    const run = commandRunner(top, repository, sandbox);
    say('A provider with a dozen customers runs VOSS Automate (here: the sandbox). Files in git declare six of them.');
    await run(['plan'], 0);
    say(
      'Two are as declared, one is new, three differ and were never applied from git: those are held until it is said that git wins.',
    );
    await run(['apply', '--auto-approve', '--allow', 'adopts-customer'], 0);
    say('Planning again finds nothing to do, and the state is in git:');
    await run(['plan', '--detailed-exitcode'], 0);
    say('$ git log --oneline refs/sparkform/default/applied');
    git(repository, '--no-pager', 'log', '--oneline', 'refs/sparkform/default/applied');
    say("Now somebody changes a customer in the portal, behind git's back.");
    changeInPortal(sandbox);
    await run(['plan', '--detailed-exitcode'], 2);
    say('Drift is named and held; nobody else is kept waiting. --allow overwrites-drift would put it back.');
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function prepareRepository(top: string, folder: string): string {
  const repository = path.join(folder, 'customers-repository');
  cpSync(path.join(top, 'customers'), path.join(repository, 'customers'), { recursive: true });
  git(folder, 'init', '--quiet', '--bare', 'remote.git');
  git(repository, 'init', '--quiet');
  git(repository, 'add', '.');
  git(repository, 'commit', '--quiet', '--message', 'The customers of Northwind and Contoso');
  git(repository, 'remote', 'add', 'origin', path.join(folder, 'remote.git'));
  return repository;
}

/** git as a newcomer's machine has it: without a name, and without whatever a person set up. */
function git(folder: string, ...words: readonly string[]): void {
  const settings = ['user.name=Demo', 'user.email=demo@sparkform.example', 'commit.gpgSign=false', 'core.hooksPath='];
  execFileSync('git', [...settings.flatMap((one) => ['-c', one]), ...words], { cwd: folder, stdio: 'inherit' });
}

/** Runs sparkform as a person would, showing the line that was typed. Throws when it ends otherwise than expected. */
function commandRunner(top: string, repository: string, sandbox: Sandbox) {
  const env = {
    ...process.env,
    VOSS_URL: sandbox.url,
    VOSS_USERNAME: sandbox.username,
    VOSS_PASSWORD: sandbox.password,
    SPARKFORM_PROFILE: path.join(top, 'schemas/profiles/sandbox.json'),
    WEBEX_CONTOSO_PROXY: 'http://demo:demo@proxy.contoso.example:3128',
    WEBEX_CONTOSO_SECRETS: JSON.stringify({ 'acme.token': 'DEMO-TOKEN', 'acme.refresh_token': 'DEMO-REFRESH-TOKEN' }),
  };
  return async (words: readonly string[], expected: number) => {
    say(`$ sparkform ${words.join(' ')}`);
    // The sandbox answers from this process, so it must not wait for the command with its event loop closed.
    const child = spawn(process.execPath, [path.join(top, 'dist/main.js'), ...words], {
      cwd: repository,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [status] = await once(child, 'close');
    if (status !== expected) throw new Error(`sparkform ${words[0]} ended with ${status}, expected ${expected}`);
  };
}

function changeInPortal(sandbox: Sandbox): void {
  const [record] = sandbox.state.named('Adatum');
  if (record === undefined) throw new Error('the sandbox has no customer Adatum');
  sandbox.state.change(record.pkid, { account_email: 'somebody-else@adatum.example' });
}

function say(text: string): void {
  process.stdout.write(`\n${text}\n\n`);
}

await demo();
