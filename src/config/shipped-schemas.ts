import { createRequire } from 'node:module';

/**
 * The schemas that sparkform was made for. In the program that is shipped, `build.ts` puts their texts in the place of this
 * module: in a fork of this repository `sparkform schema pull` writes the files themselves anew.
 */
const require = createRequire(import.meta.url);

/** The API's schema of `relation/SparkCustomer`, not decoded: `schemas/relation_SparkCustomer.json`. */
export function shippedApiSchema(): unknown {
  const schema: unknown = require('../../schemas/relation_SparkCustomer.json');
  return schema;
}

/** The schema of a customer file: `schemas/customer.schema.json`. */
export function shippedCustomerSchema(): object {
  const schema: object = require('../../schemas/customer.schema.json');
  return schema;
}
