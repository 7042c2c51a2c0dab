/** Any value that JSON text can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object; a property that is `undefined` is left out when it is written as text. */
export interface JsonObject {
  readonly [property: string]: Json | undefined;
}

/** Tells an object from the other JSON values. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells a list from the other JSON values. */
export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value as text; anything that is not text is `''`. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Reads JSON text. Throws `SyntaxError` for text that is none. */
export function parseJson(text: string): Json {
  return JSON.parse(text);
}
