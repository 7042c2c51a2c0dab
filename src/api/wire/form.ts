import { looksSecret } from '../../model/looks-secret.ts';
import { withoutSecrets } from './cleaned.ts';
import { at, isObject, type JsonObject, textAt, UnexpectedShape } from './shape.ts';

/** What a form says of one property that can be filled in. */
export interface FormProperty {
  /** Dotted, for one inside another. */
  readonly name: string;
  readonly title: string | null;
  readonly type: string | null;
  readonly required: boolean;
  readonly password: boolean;
  readonly description: string | null;
  /** The only values allowed; empty where any is. */
  readonly choices: readonly string[];
}

/** A call that a form offers. Its address is not kept, as it may carry a grant; nothing is followed because it is offered. */
export interface FormAction {
  readonly name: string;
  readonly method: string;
  readonly title: string | null;
}

/** A form of the API: what can be created or changed with it. */
export interface Form {
  readonly model: string | null;
  readonly actions: readonly FormAction[];
  readonly properties: readonly FormProperty[];
  /** What it is filled with to begin with, without secrets. */
  readonly data: JsonObject;
}

const deepest = 4;

/** Decodes a form: the known words of its schema and nothing else. Throws `UnexpectedShape`. */
export function decodeForm(json: unknown): Form {
  const schema = at(json, 'schema');
  if (!isObject(at(schema, 'properties'))) throw new UnexpectedShape('the form has no schema');
  const data = at(json, 'data');
  return {
    model: textAt(json, 'meta', 'model_type'),
    actions: actionsIn(at(json, 'meta', 'actions')),
    properties: propertiesIn(schema, '', 0),
    data: isObject(data) ? withoutSecrets(data, schema) : {},
  };
}

/** A list of objects with one key in one sample of the reference, an object in another. */
function actionsIn(actions: unknown): readonly FormAction[] {
  const objects = Array.isArray(actions) ? actions : [actions];
  return objects.filter(isObject).flatMap((one) =>
    Object.entries(one).map(([name, told]) => ({
      name,
      method: textAt(told, 'method') ?? '',
      title: textAt(told, 'title'),
    })),
  );
}

function propertiesIn(schema: unknown, before: string, depth: number): readonly FormProperty[] {
  const properties = at(schema, 'properties');
  if (!isObject(properties) || depth > deepest) return [];
  return Object.entries(properties).flatMap(([name, told]) => [
    propertyOf(`${before}${name}`, name, told),
    ...propertiesIn(told, `${before}${name}.`, depth + 1),
    ...propertiesIn(at(told, 'items'), `${before}${name}.`, depth + 1),
  ]);
}

function propertyOf(path: string, name: string, told: unknown): FormProperty {
  const password = at(told, 'is_password') === true || looksSecret(name);
  const choices = at(told, 'choices');
  return {
    name: path,
    title: textAt(told, 'title'),
    type: textAt(told, 'type'),
    required: at(told, 'required') === true,
    password,
    description: textAt(told, 'description'),
    // The choices of a secret would be secrets.
    choices: Array.isArray(choices) && !password ? choices.flatMap((one) => textAt(one, 'value') ?? []) : [],
  };
}
