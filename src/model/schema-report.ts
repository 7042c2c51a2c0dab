import type { Diagnostic } from './diagnostic.ts';

/** One difference between the API's schema that was known and that of the server. */
export interface SchemaChange {
  /** The property concerned; `null` for the schema itself. */
  readonly property: string | null;
  /** `choice` with both a before and an after is one that looks renamed. */
  readonly what: 'version' | 'property' | 'type' | 'choice' | 'password' | 'required';
  /** `null` where it was not there, or not told. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What `schema pull` found and did, as `schemas/schema-report.schema.json` describes it. Equal to its own JSON round trip. */
export interface SchemaReport {
  readonly format: 1;
  readonly command: 'schema pull';
  /** Empty where the environment names none. */
  readonly server: string;
  /** Path from the top of the repository. */
  readonly file: string;
  /** What was known: the file of the repository, or what came with sparkform where there is none. */
  readonly known: 'file' | 'packaged';
  readonly outcome: 'as-known' | 'differs' | 'written' | 'failed';
  readonly changes: readonly SchemaChange[];
  /** What the changes mean for the customer files, by line, and what went wrong. */
  readonly diagnostics: readonly Diagnostic[];
  readonly requests: { readonly read: number };
}
