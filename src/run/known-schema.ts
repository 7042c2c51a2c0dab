import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ApiSchema, decodeApiSchema } from '../config/api-schema.ts';
import { deriveCustomerSchema } from '../config/derive-schema.ts';
import { type FileSchema, shippedFileSchema } from '../config/file-schema.ts';
import { extrasOf } from '../config/newer-properties.ts';
import { shippedApiSchema, shippedCustomerSchema } from '../config/shipped-schemas.ts';
import type { Diagnostic } from '../model/diagnostic.ts';

/** Where a repository keeps the API's schema, from its top. */
export const schemaFile = 'schemas/relation_SparkCustomer.json';

/** The API's schema that is taken for known. */
export interface KnownSchema {
  readonly schema: ApiSchema;
  /** The same, not decoded; `null` where the file of the repository holds no schema. */
  readonly document: unknown;
  /** The text of the repository's file, `null` where there is none. */
  readonly text: string | null;
  /** What customer files may say with it. */
  readonly files: FileSchema;
  readonly diagnostics: readonly Diagnostic[];
}

/** The schema that the repository keeps or, where it keeps none, the one that sparkform was made for. */
export async function readKnownSchema(top: string): Promise<KnownSchema> {
  const text = await readFile(path.join(top, schemaFile), 'utf8').catch(() => null);
  const own = text === null ? shippedApiSchema() : parse(text);
  const schema = decodeApiSchema(own);
  if (schema !== null) {
    const files = text === null ? shippedFileSchema : await fileSchemaOf(own);
    return { schema, document: own, text, files, diagnostics: [] };
  }
  return { schema: packagedSchema(), document: null, text, files: shippedFileSchema, diagnostics: [noSchema()] };
}

/** Nothing is compiled where the schema says of files what the shipped one does: then ajv is not loaded. */
async function fileSchemaOf(document: unknown): Promise<FileSchema> {
  const customer = deriveCustomerSchema(document);
  const extras = extrasOf(document);
  if (JSON.stringify(customer) === JSON.stringify(shippedCustomerSchema())) return { ...shippedFileSchema, extras };
  const { compileFileSchema } = await import('../config/compile-file-schema.ts');
  return compileFileSchema(extras, customer);
}

/** The schema that sparkform was made for. */
export function packagedSchema(): ApiSchema {
  const schema = decodeApiSchema(shippedApiSchema());
  if (schema === null) throw new Error(`${schemaFile} is no schema: install the package again.`);
  return schema;
}

/** The warning for a server whose customers have another version of the schema than the known one, where it tells that. */
export function schemaDiffers({ schema, diagnostics, text }: KnownSchema, live: string | null): readonly Diagnostic[] {
  if (live === null || live === schema.version) return diagnostics;
  const from = text === null ? 'the one that sparkform was made for' : `that of ${schemaFile}`;
  const warning: Diagnostic = {
    severity: 'warning',
    code: 'schema-differs',
    message: `The server's schema has the version ${live}; known is ${schema.version ?? 'none'}, ${from}: properties or choices may differ.`,
    hint: 'sparkform schema pull tells what it changes and what that means for the files; sparkform doctor, what sparkform does not know.',
  };
  return [...diagnostics, warning];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function noSchema(): Diagnostic {
  return {
    severity: 'warning',
    code: 'bad-schema',
    message: 'The file holds no schema of the API; the one that sparkform was made for is used.',
    hint: 'sparkform schema pull writes it anew.',
    place: { file: schemaFile, line: 1, column: 1 },
  };
}
