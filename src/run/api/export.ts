import { createExports, type ExportFormat, type ExportOptions } from '../../api/reference/exports.ts';
import type { IncomingFile } from '../../api/reference/receive.ts';
import { cleanedExport } from '../../api/wire/export-archive.ts';
import { UnexpectedShape } from '../../api/wire/shape.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { clean } from '../../report/clean.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { Stop } from '../stop.ts';
import type { NamedOptions } from './look-up.ts';
import { type Called, type CallOptions, runCall } from './reading.ts';
import { collect, type SavedFile, type SaveOptions, saveFile } from './save-file.ts';

/** What an export takes. */
export interface ExportCommandOptions extends NamedOptions, SaveOptions {
  readonly exportFormat: ExportFormat;
  readonly tagVersion: string | null;
  readonly template: string | null;
}

/** `sparkform api export`: one customer by its own call, several by the call for many, into a file. */
export function runExport({ named, ...options }: ExportCommandOptions, io: Io): Promise<ExitStatus> {
  const { exportFormat, tagVersion, template } = options;
  return runCall('export', options, io, async ({ transport, select, hierarchy }) => {
    const { chosen } = await select(named);
    const asked: ExportOptions = { hierarchy, format: exportFormat, version: tagVersion, template };
    const exports = createExports(transport);
    const pkids = chosen.map(({ live }) => live.pkid);
    const take = (file: IncomingFile) =>
      exportFormat === 'json' ? saveCleaned(file, options, io) : saveRaw(file, options, io);
    const [first] = pkids;
    const saved =
      pkids.length === 1 && first !== undefined
        ? await exports.one(first, asked, take)
        : await exports.many(pkids, asked, take);
    const customers = chosen.map(({ name }) => name);
    return told(saved, { customers, secrets: exportFormat === 'json' ? 'left out' : 'not known' });
  });
}

/** `sparkform api bulk-load-template`: the empty sheet for loading customers in bulk. */
export function runBulkLoadTemplate(options: CallOptions & SaveOptions, io: Io): Promise<ExitStatus> {
  return runCall('bulk-load-template', options, io, async ({ transport, hierarchy }) => {
    const take = (file: IncomingFile) => saveFile(file, 'bulkloadsheet.xlsx.gz', options, io);
    return told(await createExports(transport).bulkLoadTemplate(hierarchy, take), { secrets: 'none' });
  });
}

/** JSON is cleaned of secrets before a byte of it is written; what cannot be cleaned is not written. */
async function saveCleaned(file: IncomingFile, options: SaveOptions, io: Io): Promise<SavedFile> {
  const bytes = await collect(file.chunks);
  const cleaned = withoutItsSecrets(bytes);
  return saveFile({ ...file, chunks: [cleaned] }, 'export.json.zip', options, io);
}

function withoutItsSecrets(bytes: Uint8Array): Uint8Array {
  try {
    return cleanedExport(bytes).bytes;
  } catch (error) {
    if (!(error instanceof UnexpectedShape)) throw error;
    const message = `The export cannot be cleaned of secrets, so that nothing was written: ${error.message}.`;
    const hint = 'Export fewer customers, or as --export-format xlsx, which is kept as it comes.';
    throw new Stop([{ severity: 'error', code: 'export-not-cleaned', message, hint }]);
  }
}

function saveRaw(file: IncomingFile, options: SaveOptions, io: Io): Promise<SavedFile> {
  return saveFile(file, 'export.xlsx', options, io);
}

const mayHoldSecrets: Diagnostic = {
  severity: 'warning',
  code: 'may-hold-secrets',
  message: 'A spreadsheet is kept as the server sends it and may hold tokens and passwords of proxies.',
  hint: 'Only you can read the file; do not commit it or pass it on. --export-format json is cleaned of secrets.',
};

function told(
  { file, bytes }: SavedFile,
  { customers, secrets }: { readonly customers?: readonly string[]; readonly secrets: string },
): Called {
  const count =
    customers === undefined ? '' : `${customers.length} ${customers.length === 1 ? 'customer' : 'customers'}, `;
  const note = secrets === 'left out' ? ', secrets left out' : '';
  return {
    result: { file, bytes, ...(customers === undefined ? {} : { customers }), secrets },
    text: () => `Wrote ${clean(file)} (${count}${bytes} bytes${note}).\n`,
    diagnostics: secrets === 'not known' ? [mayHoldSecrets] : [],
  };
}
