import type { Ajv, ValidateFunction } from 'ajv';
import { type SchemaName, schemaCompiler } from './schema-compiler.ts';

let compiler: Ajv | null = null;

/**
 * The validator of a schema. The caller says what type a valid value has. In the program that is shipped, `build.ts` puts
 * validators that were compiled ahead in the place of this module.
 */
export function validatorOf<T>(name: SchemaName): ValidateFunction<T> {
  compiler ??= schemaCompiler();
  const validate = compiler.getSchema<T>(`${name}.schema.json`);
  if (validate === undefined) throw new Error(`there is no schema ${name}`);
  return validate;
}
