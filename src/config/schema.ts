import { createRequire } from 'node:module';
import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';
import type { RawFile } from './raw.ts';

/** Which of the two schemas a file follows. */
export type SchemaName = 'customer' | 'defaults';

interface Validators {
  readonly customer: ValidateFunction<RawFile>;
  readonly defaults: ValidateFunction<RawFile>;
}

let validators: Validators | null = null;

/** The compiled validator of `schemas/<name>.schema.json`; both are compiled once, when the first is asked for. */
export function validatorOf(name: SchemaName): ValidateFunction<RawFile> {
  validators ??= compile();
  return validators[name];
}

function compile(): Validators {
  // Import attributes for JSON print a warning on Node.js 20, so the schemas are required.
  const require = createRequire(import.meta.url);
  const customer: AnySchemaObject = require('../../schemas/customer.schema.json');
  const defaults: AnySchemaObject = require('../../schemas/defaults.schema.json');
  const ajv = new Ajv({
    allErrors: true,
    // Errors then carry the schema they come from, which knows the names and choices to suggest.
    verbose: true,
    allowUnionTypes: true,
    // `required` and `properties` stand in different parts of an `allOf`, so that the two schemas can share one.
    strictTypes: false,
  });
  // Order matters: the schema of defaults refers to that of customers.
  return { customer: ajv.compile<RawFile>(customer), defaults: ajv.compile<RawFile>(defaults) };
}
