/** One sentence on `validate`. */
export const summary = 'check the customer files: no network, no secrets';

/** More on `validate`. */
export const details = `
Everything that is wrong is told at once, each with file, line, column, a stable code
and what to do. schemas/customer.schema.json gives an editor the same knowledge.`;
