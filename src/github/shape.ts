/** A member of what GitHub answered, whatever that is; `undefined` where there is none. */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  const found = Object.entries(value).find(([key]) => key === name);
  return found?.[1];
}

/** A member that is a text; `null` where it is none. */
export function text(value: unknown, name: string): string | null {
  const found = member(value, name);
  return typeof found === 'string' ? found : null;
}

/** A member that is a whole number above zero; `null` where it is none. */
export function positive(value: unknown, name: string): number | null {
  const found = member(value, name);
  return typeof found === 'number' && Number.isSafeInteger(found) && found > 0 ? found : null;
}
