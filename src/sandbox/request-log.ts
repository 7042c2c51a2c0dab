import type { Json } from './json.ts';

/** Something that a careful client never does, and that a look at the answer alone would not show. */
export type Remark = 'bulk-delete-without-hrefs' | 'secret-shown-was-stored' | 'replayed';

/** A request that the sandbox received. */
export interface LoggedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Null while there is no answer, and for ever when the connection was dropped or left hanging. */
  readonly status: number | null;
  /** The JSON body; the text of one that is not JSON; undefined when there was none. */
  readonly body: Json | undefined;
  readonly remarks: readonly Remark[];
}

/** The requests in the order they arrived. */
export class RequestLog {
  readonly #requests: LoggedRequest[] = [];

  /** Every request so far. Holds the secrets that clients sent. */
  get requests(): readonly LoggedRequest[] {
    return this.#requests;
  }

  /** Notes a request on arrival. Gives the place to call `answered` with. */
  received(method: string, path: string, body: Json | undefined): number {
    return this.#requests.push({ method, path, status: null, body, remarks: [] }) - 1;
  }

  /** Notes how a request was answered. */
  answered(place: number, status: number | null, remarks: readonly Remark[]): void {
    const request = this.#requests[place];
    if (request !== undefined) {
      this.#requests[place] = { ...request, status, remarks };
    }
  }
}
