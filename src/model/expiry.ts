/** When the tokens of a live record run out: ISO 8601 in UTC; `null` where it has none, or tells no date that can be read. */
export interface Expiry {
  readonly access: string | null;
  readonly refresh: string | null;
}

/**
 * Who keeps a customer's tokens alive next. `server`: VOSS Automate refreshes them on its own schedule; `sparkform`: the
 * action that the file declares, in the first apply after it is due; `person`: the refresh token runs out before anything
 * uses it, and somebody must give the consent anew; `nobody`: there is no token.
 */
export type Keeper = 'server' | 'sparkform' | 'person' | 'nobody';

/** What will become of the tokens of a customer, seen from one moment. */
export interface Forecast {
  readonly expiry: Expiry;
  /** Whole days from that moment, rounded down; negative where it has run out. */
  readonly accessDays: number | null;
  readonly refreshDays: number | null;
  readonly next: Keeper;
  /**
   * When that happens (ISO 8601, UTC): the server's or our next refresh; where it is overdue, or a person's turn, the
   * moment by which it must have happened. `null` where nothing tells.
   */
  readonly by: string | null;
  /** The earlier of the two in milliseconds since 1970, to order by; `null` where there is none. */
  readonly soonest: number | null;
}
