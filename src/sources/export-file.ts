import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { decodeExport } from '../api/wire/export.ts';
import { UnexpectedShape } from '../api/wire/shape.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCustomer } from '../model/live.ts';
import { isZip, largestExport, readZip } from './zip.ts';

/** The customers of an export; where it has diagnostics there are none. */
export interface ExportRead {
  readonly customers: readonly LiveCustomer[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads an export of VOSS Automate, as JSON or the zip that holds it. Nothing is unpacked to disk. Never throws. */
export async function readExportFile(file: string, shown: string): Promise<ExportRead> {
  try {
    const bytes = await readBytes(file);
    const texts = isZip(bytes) ? readZip(bytes) : [bytes];
    const customers = texts.flatMap((text) => decodeExport(parse(text)));
    if (customers.length === 0) throw new UnexpectedShape('it holds no customer');
    return { customers: renumbered(customers), diagnostics: [] };
  } catch (error) {
    return { customers: [], diagnostics: [unreadable(shown, error)] };
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new UnexpectedShape('it is no file');
    if (stats.size > largestExport) throw new UnexpectedShape(`it is larger than ${largestExport >> 20} MiB`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return value;
  } catch {
    // The words of the parser quote the file, which may hold secrets.
    throw new UnexpectedShape('its content is no JSON');
  }
}

/** Records without a pkid are numbered within their file only, and an archive may hold several. */
function renumbered(customers: readonly LiveCustomer[]): readonly LiveCustomer[] {
  return customers.map((one, index) =>
    one.pkid.startsWith('export-') ? { ...one, pkid: `export-${String(index + 1).padStart(6, '0')}` } : one,
  );
}

function unreadable(file: string, error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = error instanceof UnexpectedShape ? error.message : code === 'ENOENT' ? 'there is no such file' : code;
  return {
    severity: 'error',
    code: 'unreadable-export',
    message: `The export ${file} cannot be read${why === '' ? '' : `: ${why}`}.`,
    hint: 'Export the records in VOSS Automate as JSON, and name the .json.zip or the .json inside it.',
  };
}
