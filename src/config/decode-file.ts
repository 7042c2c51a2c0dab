import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import { checkShape, type Rules } from './check-shape.ts';
import { compareDiagnostics, fileError } from './codes.ts';
import { type Layer, toLayer } from './layers.ts';
import { readYaml } from './read-yaml.ts';
import { decodeText } from './text.ts';

/** The most errors that are reported for one file. */
const mostErrors = 50;

/**
 * Reads one file by itself: its text, its YAML, its shape. `layer` is `null` where it has an error. Never throws, whatever
 * the file holds.
 */
export function decodeFile(
  file: SourceFile,
  kind: 'customer' | 'defaults',
  rules: Rules,
): { readonly layer: Layer | null; readonly diagnostics: readonly Diagnostic[] } {
  const { text, problem } = decodeText(file.path, file.content ?? new Uint8Array());
  if (text === null) return { layer: null, diagnostics: problem === null ? [] : [problem] };
  const { tree, diagnostics } = readYaml(file.path, text);
  if (tree === null) return { layer: null, diagnostics };
  const shape = checkShape(tree, kind, rules);
  const all = [...diagnostics, ...shape.diagnostics];
  return { layer: shape.raw === null || all.length > 0 ? null : toLayer(shape.raw, tree), diagnostics: firstOf(all) };
}

function firstOf(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = all.toSorted(compareDiagnostics);
  const left = sorted.slice(mostErrors);
  const place = left[0]?.place;
  if (place === undefined) return sorted;
  const message = `${left.length} more errors of this file, from here on, are left out.`;
  const hint = 'Correct the first ones and run the command again.';
  return [...sorted.slice(0, mostErrors), fileError('too-many-errors', place, message, hint)];
}
