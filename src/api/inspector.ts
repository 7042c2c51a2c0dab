import { decodeAnswer } from './answer.ts';
import { customersPath, nodesPath, type Query, transactionsPath } from './paths.ts';
import { readOnly } from './reads.ts';
import type { Transport } from './transport.ts';
import { schemaDocument } from './wire/schema-document.ts';
import { at, type JsonObject, textAt, UnexpectedShape } from './wire/shape.ts';

/** The collections that sparkform needs to read. */
export type Collection = 'nodes' | 'customers' | 'transactions';

/** Looks at a server without wanting anything of what it holds: one entry at most of a listing. */
export interface Inspector {
  /** Asks for a listing at a hierarchy. Gives the server's clock, `null` where it does not tell. Throws `ApiError`. */
  look(collection: Collection, hierarchy: string): Promise<number | null>;
  /** The server's schema of `relation/SparkCustomer` as it may be kept in a file, `null` where it sends none. Throws `ApiError`. */
  schemaDocument(hierarchy: string): Promise<JsonObject | null>;
}

const paths: Readonly<Record<Collection, string>> = {
  nodes: nodesPath,
  customers: customersPath,
  transactions: transactionsPath,
};

/** An inspector of a server. */
export function createInspector(transport: Transport): Inspector {
  const read = readOnly(transport);
  const list = async (path: string, query: Query) => {
    const answer = await read(path, { skip: 0, limit: 1, ...query });
    decodeAnswer(answer, (json) => {
      if (!Array.isArray(at(json, 'resources'))) throw new UnexpectedShape('the listing has no list of resources');
    });
    return answer;
  };
  return {
    look: async (collection, hierarchy) => (await list(paths[collection], { hierarchy })).serverTime,
    schemaDocument: async (hierarchy) => {
      const { json } = await list(customersPath, { hierarchy, schema: true });
      return schemaDocument(at(json, 'schema'), textAt(json, 'meta', 'schema_version'));
    },
  };
}
