import { createRequire } from 'node:module';
import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** The schemas that files are held against: `schemas/<name>.schema.json`. */
export const schemaNames = ['customer', 'defaults', 'acknowledgements', 'profile', 'plan', 'plan-file'] as const;

/** The name of one of them. */
export type SchemaName = (typeof schemaNames)[number];

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

/** An ajv that knows every schema by its file name. `ahead`: for writing the validators as a module. */
export function schemaCompiler(ahead = false): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    // Errors then carry the schema they come from, which knows the names and choices to suggest.
    verbose: true,
    allowUnionTypes: true,
    // `required` and `properties` stand in different parts of an `allOf`, so that the schemas can share one.
    strictTypes: false,
    strictRequired: false,
    code: { source: ahead, esm: ahead },
  });
  // A package of the old kind, whose default export is the function or holds it, depending on who loads it.
  const addFormats = 'default' in formats ? formats.default : formats;
  Reflect.apply(addFormats, null, [ajv]);
  // Import attributes for JSON print a warning on Node.js 20, so the schemas are required.
  const require = createRequire(import.meta.url);
  for (const name of schemaNames) {
    const schema: AnySchemaObject = require(`../../schemas/${name}.schema.json`);
    ajv.addSchema(schema, `${name}.schema.json`);
  }
  return ajv;
}
