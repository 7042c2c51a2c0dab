import type { ApiProperty, ApiSchema } from '../config/api-schema.ts';
import type { Check } from '../model/doctor.ts';
import { type PropertyName, properties } from '../model/properties.ts';
import { failed, ok, warning } from './check.ts';

const see = 'schemas/relation_SparkCustomer.json is what this version of sparkform was made for.';

/** What differs between the schema that sparkform knows and that of a server, one line each. */
export function compareSchemas(ours: ApiSchema, live: ApiSchema): readonly Check[] {
  const known = [...ours.properties].flatMap(([name, mine]) => compareProperty(name, mine, live.properties.get(name)));
  const added = [...live.properties].flatMap(([name, theirs]) =>
    ours.properties.has(name) ? [] : [newProperty(name, theirs)],
  );
  const version =
    live.version === ours.version
      ? []
      : [warning('schema: schema_version', `${live.version ?? 'not told'}, known is ${ours.version}`, see)];
  const all = [...version, ...known, ...added];
  return all.length > 0 ? all : [ok('schema', `as known, schema_version ${live.version}`)];
}

function compareProperty(name: string, mine: ApiProperty, theirs: ApiProperty | undefined): readonly Check[] {
  const title = `schema: ${name}`;
  if (theirs === undefined) {
    const advice = isOurs(name) ? 'Leave it out of the customer files of this server.' : see;
    return [warning(title, 'the server does not have this property', advice)];
  }
  const type =
    theirs.type === mine.type
      ? []
      : [failed(title, `its type is ${theirs.type ?? 'not told'}, known is ${mine.type}`, see)];
  return [...type, ...comparePassword(title, mine, theirs), ...compareChoices(title, mine, theirs)];
}

function comparePassword(title: string, mine: ApiProperty, theirs: ApiProperty): readonly Check[] {
  if (mine.password === theirs.password) return [];
  if (mine.password) {
    const advice =
      'The server may show it in clear to whoever reads the record; sparkform treats it as a secret all the same.';
    return [warning(title, 'the server does not treat it as a password (is_password)', advice)];
  }
  const advice = 'Do not declare it: sparkform would show its value in plans.';
  return [failed(title, 'the server treats it as a password (is_password), sparkform does not', advice)];
}

function compareChoices(title: string, mine: ApiProperty, theirs: ApiProperty): readonly Check[] {
  const gone = mine.choices.filter((choice) => !theirs.choices.includes(choice));
  const added = theirs.choices.filter((choice) => !mine.choices.includes(choice));
  if (gone.length + added.length === 0) return [];
  const quoted = (choices: readonly string[]) => choices.map((choice) => `"${choice}"`).join(', ');
  const words = [
    ...(gone.length === 0 || theirs.choices.length === 0 ? [] : [`without the choices ${quoted(gone)}`]),
    ...(theirs.choices.length === 0 ? ['any value instead of a choice'] : []),
    ...(added.length === 0 ? [] : [`with other choices: ${quoted(added)}`]),
  ];
  const advice = 'A customer file that names a choice which the server does not have is refused when it is applied.';
  return [warning(title, words.join('; '), advice)];
}

function newProperty(name: string, theirs: ApiProperty): Check {
  const title = `schema: ${name}`;
  if (theirs.required) {
    const found = 'a property that sparkform does not know, and that the server requires';
    return warning(title, found, 'Creates are refused without it: declare it after sparkform schema pull.');
  }
  return ok(
    title,
    'a property that sparkform does not know; updates carry it through, and after sparkform schema pull files may declare it',
  );
}

function isOurs(name: string): boolean {
  const known = (word: string): word is PropertyName => Object.hasOwn(properties, word);
  return known(name) && properties[name].role !== 'server';
}
