import { createRequire } from 'node:module';
import { Ajv, type AnySchemaObject } from 'ajv';
import formats from 'ajv-formats';

/** The schemas that files are held against: `schemas/<name>.schema.json`. */
export const schemaNames = ['customer', 'defaults', 'acknowledgements', 'profile', 'plan', 'plan-file'] as const;

/** The name of one of them. */
export type SchemaName = (typeof schemaNames)[number];

/** An ajv that knows every schema by its file name. `ahead`: for writing the validators as a module; `customer`: in place of that one. */
export function schemaCompiler({
  ahead = false,
  customer = null,
}: {
  ahead?: boolean;
  customer?: object | null;
} = {}): Ajv {
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
    ajv.addSchema(name === 'customer' && customer !== null ? customer : schema, `${name}.schema.json`);
  }
  return ajv;
}
