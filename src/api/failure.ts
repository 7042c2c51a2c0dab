import { ApiError, type ApiErrorCode, type ApiErrorDetails, type WriteOutcome } from './error.ts';

/** The request that an error is about. */
export interface Asked {
  readonly method: string;
  /** Path and query, as sent. */
  readonly path: string;
}

interface Cause {
  readonly code: ApiErrorCode;
  readonly what: string;
  readonly hint: string;
  /** Whether the request may have reached the server. */
  readonly reached: boolean;
}

/**
 * The `ApiError` for a request that got no answer, from what the HTTP client threw. Only codes are taken from that, never
 * its words: they may hold addresses with credentials.
 */
export function failureOf(thrown: unknown, asked: Asked, milliseconds: number): ApiError {
  const { reached, ...cause } = causeOf(thrown, milliseconds);
  return new ApiError({ ...asked, ...cause, outcome: outcomeOf(asked, reached) });
}

/** Whether a write may have happened: a read never writes, and nothing happens at a server that was not reached. */
export function outcomeOf(asked: Asked, mayHaveWritten: boolean): WriteOutcome {
  return asked.method !== 'GET' && mayHaveWritten ? 'unknown' : 'not-done';
}

/** The details for a request that was not sent because the connection had been given up. */
export function givenUp(asked: Asked): ApiErrorDetails {
  const what = 'the request was not sent, because the run is ending';
  return { ...asked, code: 'connection-failed', what, hint: 'Run the command again.', outcome: 'not-done' };
}

function causeOf(thrown: unknown, milliseconds: number): Cause {
  const codes = codesOf(thrown);
  if (codes.includes('TimeoutError')) {
    const what = `the server did not answer within ${milliseconds} ms`;
    return { code: 'timed-out', what, hint: 'Try again, or look at the load of the server.', reached: true };
  }
  if (codes.some(isTlsCode)) {
    const what = `the server's certificate is not trusted (${codes.find(isTlsCode)})`;
    const hint =
      'Set VOSS_CA_FILE to the PEM file of the authority that signed it, and check the host name in VOSS_URL.';
    return { code: 'tls-untrusted', what, hint, reached: false };
  }
  if (codes.includes('UND_ERR_RES_EXCEEDED_MAX_SIZE')) {
    const hint = 'Check that VOSS_URL is the address of VOSS Automate.';
    return { code: 'unexpected-answer', what: 'the answer is larger than 64 MiB', hint, reached: true };
  }
  return connectionCause(codes, isRefusedByProxy(thrown));
}

function connectionCause(codes: readonly string[], refusedByProxy: boolean): Cause {
  if (refusedByProxy) {
    const hint = 'Check HTTPS_PROXY and its credentials, or name the server in NO_PROXY.';
    return { code: 'connection-failed', what: 'the proxy refused to connect to the server', hint, reached: false };
  }
  const code = codes.find((candidate) => /^[A-Z][A-Z0-9_]+$/.test(candidate)) ?? 'no code';
  const reached = !codes.some((candidate) => unreached.has(candidate));
  const what = reached ? `the connection broke before the answer was complete (${code})` : `no connection (${code})`;
  return { code: 'connection-failed', what, hint: 'Check VOSS_URL, the network and the proxy settings.', reached };
}

/** Nothing was sent: there was no connection yet. */
const unreached: ReadonlySet<string> = new Set([
  'connect',
  'getaddrinfo',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

function isTlsCode(code: string): boolean {
  return (
    /^(?:UND_ERR_PRX_TLS|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/.test(
      code,
    ) ||
    /CERT/.test(code) ||
    /^UNABLE_TO_/.test(code)
  );
}

function isRefusedByProxy(thrown: unknown): boolean {
  return thrown instanceof Error && /^Proxy response \(\d+\) !== 200/.test(thrown.message);
}

/** The codes, system calls and names of an error, of what it holds and of what caused it. */
function codesOf(thrown: unknown, depth = 0): readonly string[] {
  if (!(thrown instanceof Error) || depth > 3) return [];
  const own = ['code' in thrown ? thrown.code : null, 'syscall' in thrown ? thrown.syscall : null, thrown.name];
  const inner = [...(thrown instanceof AggregateError ? thrown.errors : []), thrown.cause];
  return [...own.filter((text) => typeof text === 'string'), ...inner.flatMap((error) => codesOf(error, depth + 1))];
}
