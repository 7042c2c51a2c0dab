import type { ApiSchema } from '../config/api-schema.ts';
import { layOut } from '../config/layout.ts';
import { nearestName, oneOf } from '../config/names.ts';
import { readYaml } from '../config/read-yaml.ts';
import { decodeText } from '../config/text.ts';
import type { TreeNode } from '../config/tree.ts';
import type { Place } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ExtraProperties } from '../model/extra-properties.ts';
import { type Property, propertyTable } from '../model/properties.ts';
import type { SourceFile } from '../model/source-file.ts';

/** The schemas that files are held against. */
export interface Schemas {
  /** What the repository knew: a value is repeated only where it was a choice of it; any other may be a secret. */
  readonly known: ApiSchema;
  /** What the repository knew of newer properties. */
  readonly extras: ExtraProperties;
  readonly live: ApiSchema;
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
    return [...tree.nodes].flatMap(([pointer, node]) => {
      const name = /^\/customer\/([^/]+)$/.exec(pointer)?.[1];
      if (name === undefined) return [];
      const ours = propertyTable.get(name) ?? newer(name, schemas.extras);
      return ours === null || ours.role === 'server' ? [] : problemOf(name, node, ours, schemas);
    });
  });
}

/** What a property that only newer servers have was to the files so far. */
function newer(name: string, { declared, secrets }: ExtraProperties): Property | null {
  if (secrets.includes(name)) return { role: 'secret', kind: 'string' };
  const kind = declared.get(name);
  return kind === undefined ? null : { role: 'declared', kind };
}

function problemOf(name: string, node: TreeNode, ours: Property, { known, live }: Schemas): readonly Diagnostic[] {
  const theirs = live.properties.get(name);
  const at = node.key ?? node.value;
  if (theirs === undefined) {
    return [problem('property-is-gone', at, `The server has no property "${name}".`, 'Take the line out.')];
  }
  if (theirs.type !== null && theirs.type !== ours.kind) {
    const message = `The server takes "${name}" as ${theirs.type}, sparkform sends it as ${ours.kind}.`;
    return [problem('type-changed', at, message, 'Take the line out.')];
  }
  if (theirs.password && ours.role !== 'secret') {
    const hint = 'Take the line out: sparkform would show its value in plans.';
    return [problem('became-secret', at, `The server treats "${name}" as a password.`, hint)];
  }
  const { text } = node;
  if (text === null || text === '' || theirs.choices.length === 0 || theirs.choices.includes(text)) return [];
  const says = known.properties.get(name)?.choices.includes(text) ? `"${text}"` : 'The value';
  const message = `${says} is no choice of "${name}" on the server.`;
  const near = nearestName(text, theirs.choices);
  const hint = near === null ? `Write ${oneOf(theirs.choices)}.` : `The nearest that it has is "${near}".`;
  return [problem('choice-is-gone', node.value, message, hint)];
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
