import { ApiError, type ApiErrorCode } from './error.ts';
import { excerptOf } from './excerpt.ts';
import { type Asked, outcomeOf } from './failure.ts';
import { holdsSecret } from './leak.ts';
import { at, UnexpectedShape } from './wire/shape.ts';

/** An answer that means success, its JSON not decoded yet; `null` for one without a body. */
export interface Answer extends Asked {
  readonly status: number;
  readonly requestId: string | null;
  readonly json: unknown;
}

/** What came back, before it is judged. */
export interface RawAnswer {
  readonly status: number;
  readonly requestId: string | null;
  readonly location: string | null;
  readonly body: string;
}

interface Verdict {
  readonly code: ApiErrorCode;
  readonly what: string;
  readonly hint: string;
  readonly mayHaveWritten: boolean;
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
  if (raw.status < 200 || raw.status > 299) throw fail(verdictOnStatus(raw));
  if (raw.status === 204 || raw.status === 205) return { ...asked, status: raw.status, requestId, json: null };
  const json = parsed(raw.body);
  if (json === undefined) throw fail(verdictOnText(raw.body));
  if (at(json, 'success') === false || at(json, 'success') === 'false') throw fail(saidNo);
  return { ...asked, status: raw.status, requestId, json };
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

/** Strings are no answer of this API; `undefined` stands for a body that is no JSON. */
function parsed(body: string): unknown {
  try {
    const json: unknown = JSON.parse(body);
    return json === null ? undefined : json;
  } catch {
    return undefined;
  }
}

const saidNo: Verdict = {
  code: 'said-no',
  what: 'the server answered that it did not succeed',
  hint: 'Look up the request in the transaction log of VOSS Automate.',
  mayHaveWritten: false,
};

function verdictOnText(body: string): Verdict {
  const start = body.trimStart().slice(0, 65_536);
  if (start.startsWith('<') && /type=["']?password|log ?-?in|sign ?-?in/i.test(start)) {
    const hint = 'Check VOSS_URL (the address of the server itself, without a path), VOSS_USERNAME and VOSS_PASSWORD.';
    return { code: 'login-page', what: 'the answer is a login page', hint, mayHaveWritten: true };
  }
  const what = start === '' ? 'the answer is empty' : 'the answer is not JSON, or was cut off';
  const hint = 'Check VOSS_URL and what stands between here and the server; try again.';
  return { code: 'not-json', what, hint, mayHaveWritten: true };
}

function verdictOnStatus(raw: RawAnswer): Verdict {
  const { status } = raw;
  if (status < 400) return redirected(raw);
  const known = knownStatus[status];
  if (known !== undefined) return known;
  return status < 500
    ? { code: 'refused', what: 'the server refused the request', hint: 'Correct what it names.', mayHaveWritten: false }
    : {
        code: 'server-failed',
        what: 'the server failed',
        hint: 'Look at its logs, then try again.',
        mayHaveWritten: true,
      };
}

const overloaded = 'Wait and try again, with a lower --rate.';
const behind = 'The server, or one behind it, is down or overloaded. Wait and try again.';

const knownStatus: Readonly<Record<number, Verdict>> = {
  401: {
    code: 'unauthorised',
    what: 'the server does not accept the user name and password',
    hint: 'Check VOSS_USERNAME and VOSS_PASSWORD, and that the user is not locked.',
    mayHaveWritten: false,
  },
  403: {
    code: 'forbidden',
    what: 'the user may not do this',
    hint: "Check the access profile of the user, and that the hierarchy is below the user's own.",
    mayHaveWritten: false,
  },
  404: {
    code: 'not-found',
    what: 'it does not exist, or the user may not see it',
    hint: "Check the hierarchy in the file and VOSS_HIERARCHY; both must be below the user's own.",
    mayHaveWritten: false,
  },
  408: { code: 'timed-out', what: 'the server gave up waiting', hint: 'Try again.', mayHaveWritten: true },
  429: { code: 'throttled', what: 'the server had too many requests', hint: overloaded, mayHaveWritten: false },
  502: { code: 'unavailable', what: 'the server is not available', hint: behind, mayHaveWritten: true },
  503: { code: 'unavailable', what: 'the server is not available', hint: behind, mayHaveWritten: true },
  504: { code: 'unavailable', what: 'the server is not available', hint: behind, mayHaveWritten: true },
};

/** Where the answer points is not repeated: it may hold anything. */
function redirected(raw: RawAnswer): Verdict {
  const toLogin = /log-?in|sign-?in|sso|saml/i.test(raw.location ?? '');
  return {
    code: 'redirected',
    what: `the answer points to ${toLogin ? 'a login page' : 'another address'}, which is not followed`,
    hint: 'Set VOSS_URL to the final address (https, the host itself), and check that the user may sign in without SSO.',
    // After a POST, 302 and 303 may mean that the work is done and its page is elsewhere.
    mayHaveWritten: raw.status === 302 || raw.status === 303,
  };
}
