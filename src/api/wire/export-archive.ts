import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { withoutSecrets } from './cleaned.ts';
import { at, isObject, type JsonObject, UnexpectedShape } from './shape.ts';

/** The most that the files of an export may come to when they are unpacked, in bytes: a small file may claim to hold the world. */
const largest = 256 * 1024 * 1024;

/** The time that the entries get, milliseconds since 1970: the same records give the same bytes. */
const someTime = Date.UTC(2000, 0, 1);

/**
 * A JSON export (`.json.zip`) without anything that is or may be a secret: every record in it is decoded, cleaned as any
 * other answer is, and packed anew. Throws `UnexpectedShape` for a file that is no such export, whole or in part.
 */
export function cleanedExport(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly records: number } {
  const entries = Object.entries(unpacked(bytes));
  if (entries.length === 0) throw new UnexpectedShape('the export holds no file');
  const cleaned = entries.map(([, content], index) => ({ name: nameOf(index), ...cleanedFile(content) }));
  const files = cleaned.map(({ name, text }) => [name, [strToU8(text), { mtime: someTime }]] as const);
  return {
    bytes: zipSync(Object.fromEntries(files.map(([name, [content, options]]) => [name, [content, options]]))),
    records: cleaned.reduce((sum, one) => sum + one.records, 0),
  };
}

/** The names in the archive are the server's, and of no use to anybody. */
function nameOf(index: number): string {
  return index === 0 ? 'export.json' : `export-${index + 1}.json`;
}

function unpacked(bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  let size = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        size += originalSize;
        if (size > largest) throw new UnexpectedShape('the export is too large when it is unpacked');
        return !name.endsWith('/');
      },
    });
  } catch (error) {
    if (error instanceof UnexpectedShape) throw error;
    throw new UnexpectedShape('the export is no zip file that can be read');
  }
}

function cleanedFile(content: Uint8Array): { readonly text: string; readonly records: number } {
  const json = parsed(content);
  const resources = at(json, 'resources');
  if (!isObject(json) || !Array.isArray(resources))
    throw new UnexpectedShape('the export holds a file without records');
  const records = resources.map(cleanedRecord);
  const { resources: _, ...rest } = json;
  return {
    text: JSON.stringify({ ...withoutSecrets(rest, null), resources: records }, null, 2),
    records: records.length,
  };
}

function cleanedRecord(resource: unknown): JsonObject {
  const data = at(resource, 'data');
  if (!isObject(resource) || !isObject(data)) throw new UnexpectedShape('the export holds a record without data');
  const { data: _, ...rest } = resource;
  return { ...withoutSecrets(rest, null), data: withoutSecrets(data, null) };
}

/** The parser's own words are dropped: they quote the text. */
function parsed(content: Uint8Array): unknown {
  try {
    const json: unknown = JSON.parse(strFromU8(content));
    return json;
  } catch {
    throw new UnexpectedShape('the export holds a file that is no JSON');
  }
}
