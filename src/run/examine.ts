import { access } from 'node:fs/promises';
import path from 'node:path';
import { createInspector } from '../api/inspector.ts';
import { openTransport } from '../api/transport.ts';
import { failed, ok } from '../doctor/check.ts';
import { checkGit, noRepository } from '../doctor/check-git.ts';
import { checkProfile } from '../doctor/check-profile.ts';
import { checkServer, serverSkipped } from '../doctor/check-server.ts';
import type { Check } from '../model/doctor.ts';
import type { DoctorReport } from '../report/doctor-text.ts';
import { readSettings, type Settings } from '../sources/environment.ts';
import { readProfile } from '../sources/profile.ts';
import { connectionOf } from './connection.ts';
import { gitWords } from './git-words.ts';
import type { Io } from './io.ts';
import { packagedSchema } from './known-schema.ts';
import type { DoctorOptions } from './options.ts';
import { openWorkplace, type Workplace } from './repository.ts';
import { Stop } from './stop.ts';

/** What the checks found, and what a probe needs of it. */
export interface Examined {
  readonly report: DoctorReport;
  readonly settings: Settings | null;
  /** Top of the repository, or the folder of the command outside of one. */
  readonly top: string;
}

/** Every check, none of which changes anything. Throws only for a bug of ours. */
export async function examine(options: DoctorOptions, io: Io): Promise<Examined> {
  const { settings, diagnostics } = readSettings(io.env);
  const workplace = await openWorkplace(io.folder, 'customers').catch((error: unknown) => {
    if (error instanceof Stop) return error;
    throw error;
  });
  const top = workplace instanceof Stop ? io.folder : workplace.repository.top;
  const variables =
    diagnostics.length === 0
      ? [ok('variables', 'all that are needed are set')]
      : diagnostics.map(({ message, hint }) => failed('variables', sentence(message), hint ?? ''));
  const server = settings === null ? null : await examineServer(settings, options, io);
  const checks = [
    ...variables,
    ...(server?.checks ?? serverSkipped('the variables are not right')),
    ...(await examineProfile(options, settings?.profile ?? null, top, io)),
    ...(await examineGit(workplace, options, io)),
  ];
  const requests = server?.requests ?? { read: 0, write: 0 };
  const report = { format: 1, env: options.env, server: settings?.url ?? '', checks, findings: [], requests } as const;
  return { report, settings, top };
}

async function examineServer(settings: Settings, options: DoctorOptions, io: Io) {
  let throttled = 0;
  const { log, ...connection } = connectionOf(settings, options, io);
  const transport = openTransport({
    ...connection,
    timeoutMilliseconds: 20_000,
    log: (line) => {
      if (line.status === 429) throttled += 1;
      log?.(line);
    },
  });
  try {
    const checks = await checkServer({
      inspector: createInspector(transport),
      url: settings.url,
      hierarchy: settings.hierarchy,
      ownAuthorities: settings.caPem !== null,
      rate: options.rate,
      throttled: () => throttled,
      now: io.now,
      ourSchema: packagedSchema(),
    });
    return { checks, requests: { ...transport.counts } };
  } finally {
    await transport.close();
  }
}

async function examineProfile(options: DoctorOptions, variable: string | null, top: string, io: Io) {
  const named = options.profile ?? variable;
  const folder = named === null ? top : io.folder;
  const file = named ?? `schemas/profiles/${options.env}.json`;
  const { profile, diagnostics } = await readProfile(named, options.env, folder);
  if (diagnostics.length > 0) {
    return diagnostics.map(({ message, hint }) => failed('profile', `${file}: ${sentence(message)}`, hint ?? ''));
  }
  const exists = await access(path.resolve(folder, file)).then(
    () => true,
    () => false,
  );
  return checkProfile(profile, exists ? file : null);
}

async function examineGit(workplace: Workplace | Stop, { env }: DoctorOptions, io: Io): Promise<readonly Check[]> {
  if (!(workplace instanceof Stop)) return checkGit(workplace.repository, env, io.now(), gitWords);
  const [problem] = workplace.diagnostics;
  return noRepository(sentence(problem?.message ?? ''), problem?.hint ?? '');
}

/** A message as what was found: without its full stop. */
function sentence(message: string): string {
  return message.replace(/\.$/, '');
}
