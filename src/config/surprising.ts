const words = /^(?:y|yes|n|no|true|false|on|off|null|~|=|<<)$/i;
const integer = /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*)$/i;
const decimal = /^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:e[-+]?[0-9]+)?$/i;
const special = /^[-+]?\.(?:inf|nan)$/i;
const sexagesimal = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const date = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?$/;

/**
 * True for a plain scalar that some version of YAML (1.1 or 1.2) reads as a truth value, nothing, a number or a date.
 * Such a value means different things to different tools, so it is refused where text is meant.
 */
export function isSurprising(plain: string): boolean {
  return [words, integer, decimal, special, sexagesimal, date].some((pattern) => pattern.test(plain));
}
