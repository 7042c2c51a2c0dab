/** One sentence on `sandbox`. */
export const summary = 'run a look-alike of VOSS Automate to try things on';

/** More on `sandbox`. */
export const details = `
It listens on 127.0.0.1 only, for HTTP Basic with the user admin and the password
sandbox, and holds a small provider: resellers, customers, sites. The state is in
memory unless --data names a file. Ctrl-C ends it.`;
