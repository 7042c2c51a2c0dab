import { type Call, namedNode } from './call.ts';
import { isJsonObject, type Json, type JsonObject, textOf } from './json.ts';
import type { StoredDocument } from './records.ts';
import { Refusal } from './refusal.ts';
import { documentedSchema } from './schema.ts';
import type { World } from './world.ts';

/** The models besides the customers that a client may create records of. */
export type DocumentModel = StoredDocument['model'];

const titles = {
  'data/ConfigurationTemplate': 'Configuration Template',
  'data/FieldDisplayPolicy': 'Field Display Policy',
} as const satisfies Record<DocumentModel, string>;

function text(title: string, required: boolean): JsonObject {
  return { title, type: 'string', required };
}

/** The schema of a model, as far as a client needs it to make a record for customers. */
function schemaOf(model: DocumentModel): JsonObject {
  const common = {
    name: text('Name', true),
    description: text('Description', false),
    target_model_type: text('Target Model Type', true),
  };
  const { properties } = documentedSchema.document;
  const own: JsonObject =
    model === 'data/ConfigurationTemplate'
      ? {
          merge_strategy: { ...text('Merge Strategy', false), choices: [{ value: 'additive', title: 'additive' }] },
          template: { title: 'Template', type: 'object', properties },
        }
      : { groups: { title: 'Groups', type: 'array', items: { type: 'object' } } };
  return { $schema: 'http://json-schema.org/draft-03/schema', type: 'object', properties: { ...common, ...own } };
}

/** The form with which a record of the model is created for customers. Throws `Refusal`. */
export function documentForm(world: World, call: Call, model: DocumentModel): JsonObject {
  const node = namedNode(world, call, 'hierarchy');
  const href = `/api/${model}/?hierarchy=${node.pkid}`;
  return {
    meta: {
      model_type: model,
      title: titles[model],
      actions: [{ create: { method: 'POST', class: 'add', href, support_async: true, title: 'Create' } }],
    },
    schema: schemaOf(model),
    data: { target_model_type: 'relation/SparkCustomer' },
  };
}

/** Bare or in `data`: these models are documented in both forms. */
function propertiesIn(body: Json | undefined): JsonObject {
  const { request_meta: _, meta: _meta, data, ...bare } = isJsonObject(body) ? body : {};
  return isJsonObject(data) ? data : bare;
}

/** Creates a record of the model. Throws `Refusal`. */
export function createDocument(world: World, call: Call, model: DocumentModel): Response {
  const { path } = namedNode(world, call, 'hierarchy');
  const data = propertiesIn(call.get('body'));
  const missing = ['name', 'target_model_type'].filter((name) => textOf(data[name]).trim() === '');
  if (missing.length > 0) {
    throw new Refusal(400, 'validation-failed', `The payload is invalid: ${missing.join(', ')} is required.`);
  }
  if (data['target_model_type'] !== 'relation/SparkCustomer') {
    throw new Refusal(400, 'model-unknown', 'The sandbox has one target_model_type: relation/SparkCustomer.');
  }
  const { pkid } = world.state.putDocument({ pkid: world.state.nextPkid(), model, hierarchy: path, data });
  return call.json({ pkid, model_type: model, success: true, meta: { uri: `/api/${model}/${pkid}` } });
}
