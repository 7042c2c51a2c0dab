import { ApiError } from './error.ts';
import { excerptOf } from './excerpt.ts';
import { type Asked, outcomeOf } from './failure.ts';
import { holdsSecret } from './leak.ts';
import { saidNo, type Verdict, verdictOnStatus, verdictOnText } from './verdict.ts';
import { at, UnexpectedShape } from './wire/shape.ts';

/** An answer that means success, its JSON not decoded yet; `null` for one without a body. */
export interface Answer extends Asked {
  readonly status: number;
  readonly requestId: string | null;
  /** The server's clock, milliseconds since 1970; `null` where it does not tell. */
  readonly serverTime: number | null;
  readonly json: unknown;
}

/** What came back, before it is judged. */
export interface RawAnswer {
  readonly status: number;
  readonly requestId: string | null;
  readonly location: string | null;
  /** The `Date` header. */
  readonly date: string | null;
  readonly body: string;
}

/**
 * The answer, when it is one: a 2xx with JSON that does not say `"success": false`, or a 204. Everything else is thrown as
 * an `ApiError`. The content type is not asked, as the server labels JSON as HTML at times.
 */
export function readAnswer(raw: RawAnswer, asked: Asked, secrets: readonly string[]): Answer {
  const requestId = safeRequestId(raw.requestId, secrets);
  const fail = (verdict: Verdict): ApiError => {
    const { mayHaveWritten, ...told } = verdict;
    const outcome = outcomeOf(asked, mayHaveWritten);
    return new ApiError({
      ...asked,
      ...told,
      outcome,
      status: raw.status,
      requestId,
      excerpt: excerptOf(raw.body, secrets),
    });
  };
  if (raw.status < 200 || raw.status > 299) throw fail(verdictOnStatus(raw.status, raw.location));
  const told = { ...asked, status: raw.status, requestId, serverTime: timeOf(raw.date) };
  if (raw.status === 204 || raw.status === 205) return { ...told, json: null };
  const json = parsed(raw.body);
  if (json === undefined) throw fail(verdictOnText(raw.body));
  if (at(json, 'success') === false || at(json, 'success') === 'false') throw fail(saidNo);
  return { ...told, json };
}

/** Decodes an answer's JSON; an `UnexpectedShape` becomes an `ApiError` that says which request it was about. */
export function decodeAnswer<T>(answer: Answer, decode: (json: unknown) => T): T {
  try {
    return decode(answer.json);
  } catch (error) {
    if (!(error instanceof UnexpectedShape)) throw error;
    throw new ApiError({
      method: answer.method,
      path: answer.path,
      status: answer.status,
      requestId: answer.requestId,
      code: 'unexpected-answer',
      what: `the answer is not of a documented shape: ${error.message}`,
      hint: 'Check that VOSS_URL is VOSS Automate of a release that is supported; run sparkform doctor.',
      outcome: outcomeOf(answer, true),
    });
  }
}

function safeRequestId(id: string | null, secrets: readonly string[]): string | null {
  return id !== null && /^[\w.:-]{1,64}$/.test(id) && !holdsSecret(id, secrets) ? id : null;
}

function timeOf(date: string | null): number | null {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? null : time;
}

/** `undefined` stands for a body that is no JSON; a lone `null` is no answer either. */
function parsed(body: string): unknown {
  try {
    const json: unknown = JSON.parse(body);
    return json === null ? undefined : json;
  } catch {
    return undefined;
  }
}
