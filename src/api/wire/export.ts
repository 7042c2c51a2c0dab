import type { LiveCustomer } from '../../model/live.ts';
import { decodeExported } from './instance.ts';
import { at, textAt, UnexpectedShape } from './shape.ts';

/** The most records that are read from one export. */
const mostRecords = 100_000;

/**
 * The customers in the JSON of an export; records of other models are passed over. Secrets end here, as with every other
 * answer. Throws `UnexpectedShape` where it is no export.
 */
export function decodeExport(json: unknown): readonly LiveCustomer[] {
  const resources = at(json, 'resources');
  if (!Array.isArray(resources)) throw new UnexpectedShape('it holds no list of resources');
  if (resources.length > mostRecords) throw new UnexpectedShape(`it holds more than ${mostRecords} records`);
  const records = resources.filter((one: unknown) => isCustomer(textAt(one, 'meta', 'model_type')));
  return records.map((one: unknown, index) => decodeExported(one, `export-${String(index + 1).padStart(6, '0')}`));
}

function isCustomer(model: string | null): boolean {
  return model === null || model === 'relation/SparkCustomer' || model === 'data/SparkCustomer';
}
