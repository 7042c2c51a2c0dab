/**
 * A variable for a secret of a customer (`WEBEX_ACME_TOKEN`), which no other has and files may name; `null` where the
 * pattern lets through nothing that could be guessed. `taken` holds the ones that are in use.
 */
export function nameVariable(
  customer: string,
  property: string,
  pattern: RegExp,
  taken: ReadonlySet<string>,
): string | null {
  const word = wordOf(customer);
  const [prefix = ''] = /^[A-Z0-9_]*/.exec(pattern.source.replace(/^(?:\^|\(\?:|\()*/, '')) ?? [];
  for (const start of ['WEBEX_', 'SPARK_', prefix]) {
    for (let number = 1; number < 10_000; number += 1) {
      const name = `${start}${word}${number === 1 ? '' : `_${number}`}_${property.toUpperCase()}`;
      if (!pattern.test(name) || /^(?:VOSS_|[0-9])/i.test(name)) break;
      if (!taken.has(name)) return name;
    }
  }
  return null;
}

/** The name as part of the name of a variable: capital letters without accents, digits and `_`. */
function wordOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_');
  return plain.slice(0, 60).replace(/^_+|_+$/g, '') || 'CUSTOMER';
}
