import type { Request } from '../exchange.ts';
import { customerPath } from '../paths.ts';
import type { Transport } from '../transport.ts';
import { type IncomingFile, receiveFile } from './receive.ts';
import { bulkLoadTemplatePath, exportOnePath, exportPath } from './reference-paths.ts';

/** The formats that the server exports in. */
const exportFormats = ['json', 'raw_xlsx', 'xlsx'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** What an export takes besides its customers. */
export interface ExportOptions {
  readonly hierarchy: string;
  readonly format: ExportFormat;
  /** The version that a tag names, and the configuration template to export with; `null`: none. */
  readonly version: string | null;
  readonly template: string | null;
}

/** What is done with a file as it comes in. */
export type Take<T> = (file: IncomingFile) => Promise<T>;

/** Files of the server. Every method throws `ApiError`, and whatever `take` throws. */
export interface Exports {
  one<T>(pkid: string, options: ExportOptions, take: Take<T>): Promise<T>;
  /** Throws `Error` for no pkids: an export must name its records. */
  many<T>(pkids: readonly string[], options: ExportOptions, take: Take<T>): Promise<T>;
  bulkLoadTemplate<T>(hierarchy: string, take: Take<T>): Promise<T>;
}

/** The exports of a server. They only read, whatever their method. */
export function createExports(transport: Transport): Exports {
  const queryOf = ({ hierarchy, format, version, template }: ExportOptions) => ({
    hierarchy,
    export_format: format,
    version,
    template_name: template,
  });
  const post = (path: string, query: Request['query'], payload: object): Request => ({
    method: 'POST',
    path,
    query,
    body: () => JSON.stringify(payload),
    onlyReads: true,
    accept: '*/*',
  });
  return {
    one: (pkid, options, take) => {
      const request = { method: 'GET', path: exportOnePath(pkid), query: queryOf(options), accept: '*/*' } as const;
      return receiveFile(transport, request, 'zip', take);
    },
    many: (pkids, options, take) => {
      if (pkids.length === 0) throw new Error('an export must name its records');
      return receiveFile(
        transport,
        post(exportPath, queryOf(options), { hrefs: pkids.map(customerPath) }),
        'zip',
        take,
      );
    },
    bulkLoadTemplate: (hierarchy, take) => {
      const query = { hierarchy, modeltype: 'relation/SparkCustomer' };
      return receiveFile(transport, post(bulkLoadTemplatePath, query, {}), 'gzip', take);
    },
  };
}
