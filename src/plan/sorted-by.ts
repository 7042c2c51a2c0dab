/** Sorts by code unit: the same on every machine, whatever its locale. */
export function sortedBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  // As they nearly always are: files and states are listed in this order.
  const isSorted = items.every((item, index) => {
    const before = items[index - 1];
    return before === undefined || keyOf(before) <= keyOf(item);
  });
  if (isSorted) return items;
  return items.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : keyOf(left) > keyOf(right) ? 1 : 0));
}
