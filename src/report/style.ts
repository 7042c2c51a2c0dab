import picocolors from 'picocolors';

/** Colours by what they mean. Each is the identity where the output is no terminal. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly add: (text: string) => string;
  readonly change: (text: string) => string;
  readonly remove: (text: string) => string;
  readonly move: (text: string) => string;
}

/** The style for a terminal with colours, or for everything else. */
export function styleFor(colours: boolean): Style {
  const { bold, dim, green, yellow, red, cyan } = picocolors.createColors(colours);
  return { bold, faint: dim, add: green, change: yellow, remove: red, move: cyan };
}
