import type { JsonObject } from './json.ts';

/** The statuses that the sandbox refuses a call with. */
export type RefusalStatus = 400 | 401 | 404 | 429 | 500;

/** A call that is refused: thrown anywhere below a route, and answered as the API's JSON fault. */
export class Refusal extends Error {
  readonly status: RefusalStatus;
  readonly code: string;
  readonly details: JsonObject;

  /** `code` is stable and searchable; `details` are further properties of the fault. */
  constructor(status: RefusalStatus, code: string, message: string, details: JsonObject = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** The body of a fault. The reference does not say how one looks; this has what its examples of other models have. */
export function faultBody(refusal: Refusal): JsonObject {
  return {
    success: false,
    http_code: refusal.status,
    code: refusal.code,
    message: refusal.message,
    ...refusal.details,
  };
}
