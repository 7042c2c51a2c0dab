import type { ApiProperty, ApiSchema } from '../config/api-schema.ts';
import { nearestName } from '../config/names.ts';
import type { SchemaChange } from '../model/schema-report.ts';

/** What a server's schema has changed against the known one, the version first, then property by property. */
export function schemaChanges(known: ApiSchema, live: ApiSchema): readonly SchemaChange[] {
  const names = new Set([...known.properties.keys(), ...live.properties.keys()]);
  return [
    ...changeOf(null, 'version', known.version, live.version),
    ...[...names].flatMap((name) => propertyChanges(name, known.properties.get(name), live.properties.get(name))),
  ];
}

function propertyChanges(
  name: string,
  before: ApiProperty | undefined,
  after: ApiProperty | undefined,
): readonly SchemaChange[] {
  if (before === undefined || after === undefined) {
    const kind = (told: ApiProperty | undefined) => (told === undefined ? null : (told.type ?? 'of no told type'));
    const required = after?.required === true ? changeOf(name, 'required', 'no', 'yes') : [];
    const password = after?.password === true ? changeOf(name, 'password', 'no', 'yes') : [];
    return [...changeOf(name, 'property', kind(before), kind(after)), ...required, ...password];
  }
  return [
    ...changeOf(name, 'type', before.type, after.type),
    ...changeOf(name, 'password', yesOrNo(before.password), yesOrNo(after.password)),
    ...changeOf(name, 'required', yesOrNo(before.required), yesOrNo(after.required)),
    ...choiceChanges(name, before.choices, after.choices),
  ];
}

/** A choice that went away is paired with the nearest of those that came, once each. */
function choiceChanges(name: string, before: readonly string[], after: readonly string[]): readonly SchemaChange[] {
  const left = new Set(after.filter((choice) => !before.includes(choice)));
  const gone = before.filter((choice) => !after.includes(choice));
  const renamed = gone.flatMap((choice) => {
    const near = nearestName(choice, [...left]);
    if (near !== null) left.delete(near);
    return changeOf(name, 'choice', choice, near);
  });
  return [...renamed, ...[...left].flatMap((choice) => changeOf(name, 'choice', null, choice))];
}

function changeOf(
  property: string | null,
  what: SchemaChange['what'],
  before: string | null,
  after: string | null,
): readonly SchemaChange[] {
  return before === after ? [] : [{ property, what, before, after }];
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
