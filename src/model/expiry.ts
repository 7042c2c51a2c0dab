/** When the tokens of a live record run out: ISO 8601 in UTC; `null` where it has none, or tells no date that can be read. */
export interface Expiry {
  readonly access: string | null;
  readonly refresh: string | null;
}

/**
 * Who keeps a customer's tokens alive next. `server`: VOSS Automate refreshes them on its own schedule; `sparkform`: an
 * action in the file is due by then; `person`: the refresh token runs out or is gone, and somebody must give the consent
 * anew; `nobody`: there is no token.
 */
export type Keeper = 'server' | 'sparkform' | 'person' | 'nobody';

/** What will become of the tokens of a customer, seen from one moment. */
export interface Forecast {
  readonly expiry: Expiry;
  /** Whole days from that moment, rounded down; negative where it has run out. */
  readonly accessDays: number | null;
  readonly refreshDays: number | null;
  readonly next: Keeper;
  /** By when that must happen (ISO 8601, UTC); `null` where nothing tells. */
  readonly by: string | null;
  /** The earlier of the two in milliseconds since 1970, to order by; `null` where there is none. */
  readonly soonest: number | null;
}
