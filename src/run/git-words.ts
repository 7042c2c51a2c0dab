/**
 * What git said when it failed, in one line: the one that tells why, where it is known by its form. git repeats the address
 * of a remote as it is set up, which may hold a password: everything up to the last `@` of an address is left out, as a
 * password may hold one too.
 */
export function gitWords(error: unknown): string {
  const lines = error instanceof Error ? error.message.trim().split('\n') : [];
  const why = lines.find((line) => /^(?:fatal|error|remote): | ! \[/.test(line)) ?? lines[0] ?? '';
  return why.replace(/\/\/\S*@/g, '//').trim();
}
