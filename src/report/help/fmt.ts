/** One sentence on `fmt`. */
export const summary = 'bring the customer files into one form: no network, no secrets';

/** More on `fmt`. */
export const details = `
Keys come in the order of the API, quotes only where they are needed, no spaces at the ends
of lines. Comments stay with what they stand before. No value changes; a file in which that
cannot be proven stays as it is. _defaults.yaml files are formatted too.

--check writes nothing and fails (exit status 1) with the names of the files, for CI.`;
