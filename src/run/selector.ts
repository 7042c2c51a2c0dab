import picomatch from 'picomatch';

/** Tells whether a file or the name of a customer matches a glob (`--only`); without one, everything does. */
export function selectorOf(only: string | null): (fileOrName: string) => boolean {
  if (only === null) return () => true;
  const matches = picomatch(only);
  // The matcher takes a second argument, which makes it give an object: whoever passes it to `some` would give it one.
  return (fileOrName) => matches(fileOrName);
}
