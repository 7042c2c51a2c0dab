/** What went wrong, as a stable word. */
export type ApiErrorCode =
  | 'unauthorised'
  | 'forbidden'
  | 'not-found'
  | 'throttled'
  | 'unavailable'
  | 'refused'
  | 'server-failed'
  | 'said-no'
  | 'login-page'
  | 'not-json'
  | 'redirected'
  | 'timed-out'
  | 'connection-failed'
  | 'tls-untrusted'
  | 'unexpected-answer'
  | 'incomplete-listing'
  | 'transaction-failed'
  | 'transaction-unfinished';

/** Whether a write may have happened. A read changes nothing, so a failed read is always `not-done`. */
export type WriteOutcome = 'not-done' | 'unknown';

/** What an `ApiError` is made of. Every text in it is shown to people: nothing here may hold a secret. */
export interface ApiErrorDetails {
  readonly code: ApiErrorCode;
  readonly method: string;
  /** Path and query, as sent. */
  readonly path: string;
  /** What happened and why, as the end of a sentence that begins with the request. */
  readonly what: string;
  /** What to do next. */
  readonly hint: string;
  readonly outcome: WriteOutcome;
  /** The HTTP status; `null` when there was no answer. */
  readonly status?: number | null;
  /** The server's name for the request, for looking it up in its logs. */
  readonly requestId?: string | null;
  /** A short cleaned piece of the answer (see `excerptOf`). */
  readonly excerpt?: string | null;
  /** The transaction that the request became, where there is one. */
  readonly transaction?: string | null;
}

/** The one error of the outside world behind the API: every fault of the server and of the way to it becomes this. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly method: string;
  readonly path: string;
  readonly what: string;
  readonly hint: string;
  readonly outcome: WriteOutcome;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly excerpt: string | null;
  readonly transaction: string | null;

  constructor(details: ApiErrorDetails) {
    super(describe(details));
    this.code = details.code;
    this.method = details.method;
    this.path = details.path;
    this.what = details.what;
    this.hint = details.hint;
    this.outcome = details.outcome;
    this.status = details.status ?? null;
    this.requestId = details.requestId ?? null;
    this.excerpt = details.excerpt ?? null;
    this.transaction = details.transaction ?? null;
  }
}

function describe(details: ApiErrorDetails): string {
  const { method, path, what, status, requestId, excerpt } = details;
  const facts = [
    ...(typeof status === 'number' ? [`status ${status}`] : []),
    ...(typeof requestId === 'string' ? [`request id ${requestId}`] : []),
  ];
  const where = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  const words = typeof excerpt === 'string' ? `; the server said: ${excerpt}` : '';
  return `${method} ${path}: ${what}${where}${words}`;
}
