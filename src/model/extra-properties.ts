/** Properties of a newer server's schema that the table in `properties` does not know, by what they are to sparkform. */
export interface ExtraProperties {
  /** Compared and written, by name, in order. */
  readonly declared: ReadonlyMap<string, 'string' | 'boolean'>;
  /** Written and never read, in order. */
  readonly secrets: readonly string[];
  /** Those that a file cannot declare, with the reason. */
  readonly refused: ReadonlyMap<string, string>;
}

/** A server whose properties are all in the table. */
export const noExtras: ExtraProperties = { declared: new Map(), secrets: [], refused: new Map() };
