import picomatch from 'picomatch';

/** Tells whether a file or the name of a customer matches a glob (`--only`); without one, everything does. */
export function selectorOf(only: string | null): (fileOrName: string) => boolean {
  return only === null ? () => true : picomatch(only);
}
