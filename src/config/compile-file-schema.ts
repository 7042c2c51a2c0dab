import { hash } from 'node:crypto';
import type { ExtraProperties } from '../model/extra-properties.ts';
import type { FileSchema } from './file-schema.ts';
import type { RawFile } from './raw.ts';
import { schemaCompiler } from './schema-compiler.ts';

/** Compiles the schema of customer files that was derived from that of an API (`deriveCustomerSchema`). Throws `Error` where it is none. */
export function compileFileSchema(extras: ExtraProperties, customer: object): FileSchema {
  const compiler = schemaCompiler({ customer });
  const validators = {
    customer: compiler.getSchema<RawFile>('customer.schema.json'),
    defaults: compiler.getSchema<RawFile>('defaults.schema.json'),
  };
  return {
    id: hash('sha256', JSON.stringify(customer), 'hex'),
    extras,
    validator(kind) {
      const validate = validators[kind];
      if (validate === undefined) throw new Error(`there is no schema ${kind}`);
      return validate;
    },
  };
}
