import type { ApiErrorCode } from './error.ts';

/** What an answer that is no success means. */
export interface Verdict {
  readonly code: ApiErrorCode;
  readonly what: string;
  readonly hint: string;
  /** Whether a write that got it may have been done all the same. */
  readonly mayHaveWritten: boolean;
}

/** A 2xx with `"success": false`. */
export const saidNo: Verdict = {
  code: 'said-no',
  what: 'the server answered that it did not succeed',
  hint: 'Look up the request in the transaction log of VOSS Automate.',
  mayHaveWritten: false,
};

/** A 2xx whose body is no JSON. */
export function verdictOnText(body: string): Verdict {
  const start = body.trimStart().slice(0, 65_536);
  if (start.startsWith('<') && /type=["']?password|log ?-?in|sign ?-?in/i.test(start)) {
    const hint = 'Check VOSS_URL (the address of the server itself), VOSS_USERNAME and VOSS_PASSWORD.';
    return { code: 'login-page', what: 'the answer is a login page', hint, mayHaveWritten: true };
  }
  const what = start === '' ? 'the answer is empty' : 'the answer is not JSON, or was cut off';
  const hint = 'Check VOSS_URL and what stands between here and the server; try again.';
  return { code: 'not-json', what, hint, mayHaveWritten: true };
}

/** Any status but a 2xx; `location` is where the answer points. */
export function verdictOnStatus(status: number, location: string | null): Verdict {
  if (status < 400) return redirected(status, location);
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
function redirected(status: number, location: string | null): Verdict {
  const toLogin = /log-?in|sign-?in|sso|saml/i.test(location ?? '');
  return {
    code: 'redirected',
    what: `the answer points to ${toLogin ? 'a login page' : 'another address'}, which is not followed`,
    hint: 'Set VOSS_URL to the final address (https, the host itself), and check that the user may sign in without SSO.',
    // After a POST, 302 and 303 may mean that the work is done and its page is elsewhere.
    mayHaveWritten: status === 302 || status === 303,
  };
}
