import { createRequire } from 'node:module';

/** The API's schema of `relation/SparkCustomer` that sparkform was made for, not decoded: `schemas/relation_SparkCustomer.json`. */
export function knownApiSchema(): unknown {
  const require = createRequire(import.meta.url);
  const schema: unknown = require('../../schemas/relation_SparkCustomer.json');
  return schema;
}
