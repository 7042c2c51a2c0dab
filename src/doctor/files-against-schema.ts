import type { ApiSchema } from '../api/wire/api-schema.ts';
import { layOut } from '../config/layout.ts';
import { nearestName, oneOf } from '../config/names.ts';
import { readYaml } from '../config/read-yaml.ts';
import { decodeText } from '../config/text.ts';
import { childPointer, type TreeNode } from '../config/tree.ts';
import type { Place } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type Property, properties } from '../model/properties.ts';
import type { SourceFile } from '../model/source-file.ts';

/** The schemas that files are held against. */
export interface Schemas {
  /** What the repository knew: a value is repeated only where it was a choice of it; any other may be a secret. */
  readonly known: ApiSchema;
  readonly live: ApiSchema;
  /** What sparkform was made for: a file can name no other choice. */
  readonly packaged: ApiSchema;
}

/**
 * What a server's schema means for the customer and defaults files: each value that it does not take, by line. Never
 * holds a value that may be a secret in the wrong place.
 */
export function filesAgainstSchema(
  files: readonly SourceFile[],
  folder: string,
  schemas: Schemas,
): readonly Diagnostic[] {
  const { customers, defaults } = layOut(files, folder);
  return [...customers, ...defaults].flatMap((file) => {
    const { text } = decodeText(file.path, file.content ?? new Uint8Array());
    const tree = text === null ? null : readYaml(file.path, text).tree;
    if (tree === null) return [notRead(file.path)];
    return Object.entries(properties).flatMap(([name, ours]: [string, Property]) => {
      const node = tree.nodes.get(childPointer('/customer', name));
      if (node === undefined || ours.role === 'server') return [];
      return problemOf(name, node, ours, schemas);
    });
  });
}

function problemOf(
  name: string,
  node: TreeNode,
  ours: Property,
  { known, live, packaged }: Schemas,
): readonly Diagnostic[] {
  const theirs = live.properties.get(name);
  const at = node.key ?? node.value;
  if (theirs === undefined) {
    return [problem('property-is-gone', at, `The server has no property "${name}".`, 'Take the line out.')];
  }
  if (theirs.type !== null && theirs.type !== ours.kind) {
    const message = `The server takes "${name}" as ${theirs.type}, sparkform sends it as ${ours.kind}.`;
    return [problem('type-changed', at, message, 'Take the line out until a newer sparkform knows that type.')];
  }
  if (theirs.password && ours.role !== 'secret') {
    const hint = 'Take the line out: sparkform would show its value in plans.';
    return [problem('became-secret', at, `The server treats "${name}" as a password.`, hint)];
  }
  const { text } = node;
  if (text === null || text === '' || theirs.choices.length === 0 || theirs.choices.includes(text)) return [];
  const says = known.properties.get(name)?.choices.includes(text) ? `"${text}"` : 'The value';
  const message = `${says} is no choice of "${name}" on the server.`;
  const hint = choiceHint(text, theirs.choices, packaged.properties.get(name)?.choices ?? []);
  return [problem('choice-is-gone', node.value, message, hint)];
}

function choiceHint(text: string, choices: readonly string[], ours: readonly string[]): string {
  const near = nearestName(text, choices);
  if (near !== null && !ours.includes(near)) {
    return `The nearest that it has is "${near}", which needs a newer sparkform: take the line out until then.`;
  }
  const both = choices.filter((choice) => ours.includes(choice));
  if (near !== null) return `The nearest that it has is "${near}".`;
  return both.length === 0 ? 'Take the line out.' : `Write ${oneOf(both)}.`;
}

function notRead(file: string): Diagnostic {
  const hint = 'sparkform validate tells what is wrong with it.';
  return problem(
    'not-looked-at',
    { file, line: 1, column: 1 },
    'The file cannot be read, and was not looked at.',
    hint,
  );
}

function problem(code: string, place: Place, message: string, hint: string): Diagnostic {
  return { severity: 'warning', code, message, hint, place };
}
