/**
 * An answer whose JSON is not of a documented shape. Its message holds our own words only, never a value of the server;
 * whoever knows the request turns it into an `ApiError` (see `decodeAnswer`).
 */
export class UnexpectedShape extends Error {
  override readonly name = 'UnexpectedShape';
}

/** A JSON object, its values not looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Tells a JSON object from every other JSON value. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value behind keys and indexes, `undefined` where the way ends early. Reads own properties only. */
export function at(value: unknown, ...way: readonly (string | number)[]): unknown {
  let place = value;
  for (const step of way) place = typeof step === 'number' ? item(place, step) : member(place, step);
  return place;
}

function item(place: unknown, index: number): unknown {
  return Array.isArray(place) ? place[index] : undefined;
}

/** The own property of that name, `undefined` where there is none. */
export function member(place: unknown, name: string): unknown {
  return isObject(place) && Object.hasOwn(place, name) ? place[name] : undefined;
}

/** The text behind keys and indexes, `null` where there is none or an empty one. */
export function textAt(value: unknown, ...way: readonly (string | number)[]): string | null {
  const found = at(value, ...way);
  return typeof found === 'string' && found !== '' ? found : null;
}
