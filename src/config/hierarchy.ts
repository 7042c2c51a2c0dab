const segment = /^[A-Za-z0-9_-]+(?: +[A-Za-z0-9_-]+)*$/;

/**
 * What is wrong with the dotted path of a hierarchy node, or `null`. The same rule as the pattern in
 * `schemas/customer.schema.json`, with a reason; names of nodes follow the API's `data/HierarchyNode`.
 */
export function hierarchyProblem(path: string): string | null {
  if (path.trim() === '') return 'it is empty';
  const [root, ...rest] = path.split('.');
  if (root !== 'sys') return 'it does not start with sys, the root of every hierarchy';
  if (rest.some((name) => name === '')) return 'it has two dots in a row or one at the end';
  if (rest.some((name) => !segment.test(name))) {
    return 'one of its names has a character other than letters, digits, _, - and spaces inside';
  }
  return null;
}
