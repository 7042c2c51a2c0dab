import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type GitHub, openGitHub } from '../github/client.ts';
import { GitHubError } from '../github/error.ts';
import { closeIssue, firstLine, putComment, putIssue, type Written } from '../github/sticky.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { clean } from '../report/clean.ts';
import { readGitHubApi, readGitHubRepository, readGitHubToken, readPullRequest } from '../sources/github.ts';
import { readProxies } from '../sources/proxies.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import type { OutputOptions } from './options.ts';
import { prepareOutput, writeDiagnostics, writeReport } from './output.ts';
import { diagnosticsOf, Stop } from './stop.ts';

/** What comment takes. */
export interface CommentOptions extends OutputOptions {
  /** The report, in Markdown. */
  readonly file: string;
  /** `null`: the one that the workflow runs for. */
  readonly pullRequest: number | null;
  /** Title of the issue to write in place of a comment. */
  readonly issue: string | null;
  /** Close the issue. */
  readonly clean: boolean;
}

/** `sparkform comment`: puts a report in Markdown where people look, as the one comment or issue with its marker. */
export async function runComment(options: CommentOptions, io: Io): Promise<ExitStatus> {
  try {
    await prepareOutput(options, io);
    const body = await readBody(options.file, io);
    const written = await write(body, options, io);
    const report = { format: 1, ...written };
    const problems = await writeReport({ text: () => writtenText(written, options), json: report }, options, io);
    writeDiagnostics(problems, options, io);
    return problems.length > 0 ? exitStatus.failed : exitStatus.done;
  } catch (error) {
    writeDiagnostics(error instanceof GitHubError ? [ofGitHub(error)] : diagnosticsOf(error), options, io);
    return exitStatus.failed;
  }
}

async function write(body: string, options: CommentOptions, io: Io): Promise<Written> {
  const { github, pullRequest } = open(options, io);
  try {
    if (options.issue === null) return await putComment(github, pullRequest, body);
    return await (options.clean ? closeIssue(github, body) : putIssue(github, options.issue, body));
  } finally {
    await github.close();
  }
}

/** Throws `Stop` with everything that is wrong with the environment at once. */
function open(
  { issue, pullRequest }: CommentOptions,
  { env }: Io,
): { readonly github: GitHub; readonly pullRequest: number } {
  const api = readGitHubApi(env);
  const repository = readGitHubRepository(env);
  const token = readGitHubToken(env);
  const proxy = readProxies(env);
  const known = issue === null ? pullRequest : 0;
  const number = known === null ? readPullRequest(env) : { value: known, diagnostics: [] };
  const problems = [api, repository, token, proxy, number].flatMap((one) => one.diagnostics);
  if (
    api.value === null ||
    repository.value === null ||
    token.value === null ||
    proxy.value === null ||
    number.value === null
  ) {
    throw new Stop(problems);
  }
  const connection = { api: api.value, repository: repository.value, token: token.value, proxy: proxy.value };
  return { github: openGitHub(connection), pullRequest: number.value };
}

/** GitHub takes no more characters of a comment or an issue. */
const mostCharacters = 65_536;

async function readBody(file: string, io: Io): Promise<string> {
  const body = await readFile(path.resolve(io.folder, file), 'utf8').catch(() => null);
  const problem = (code: string, message: string, hint: string) =>
    new Stop([{ severity: 'error', code, message, hint }]);
  if (body === null) throw problem('no-report', `${file} cannot be read.`, 'Correct the path.');
  const hint = `Write it with --report markdown=${file}.`;
  if (!/^<!-- sparkform [a-z]+ env=[\w%-]+ -->$/.test(firstLine(body))) {
    throw problem('no-marker', `${file} does not begin with the marker by which its comment is found again.`, hint);
  }
  if ([...body].length > mostCharacters) {
    throw problem('too-long', `${file} is longer than the ${mostCharacters} characters that a comment may have.`, hint);
  }
  return body;
}

function writtenText({ done, url }: Written, { issue }: CommentOptions): string {
  const what = issue === null ? 'The comment' : 'The issue';
  if (done === 'absent') return 'There is no open issue to close.\n';
  return `${what} was ${done}${url === null ? '' : `: ${clean(url)}`}.\n`;
}

function ofGitHub({ code, message, hint }: GitHubError): Diagnostic {
  return { severity: 'error', code, message: `${message}.`, hint };
}
