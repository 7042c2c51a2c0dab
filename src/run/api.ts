import type { CallValue } from './api/call-value.ts';
import { runCreateDocument } from './api/create-document.ts';
import { runDelete } from './api/delete.ts';
import { runBulkLoadTemplate, runExport } from './api/export.ts';
import { runForm, runGet, runHelp, runList, runTransaction } from './api/look-up.ts';
import { runModify } from './api/modify.ts';
import { runMove } from './api/move.ts';
import type { ExitStatus } from './exit-status.ts';
import type { Io } from './io.ts';

/** `sparkform api`: one call of the API's reference. */
export function runApi(value: CallValue, io: Io): Promise<ExitStatus> {
  switch (value.call) {
    case 'list':
      return runList(value.options, io);
    case 'get':
      return runGet(value.options, io);
    case 'export':
      return runExport(value.options, io);
    case 'bulk-load-template':
      return runBulkLoadTemplate(value.options, io);
    case 'form':
      return runForm(value.options, io);
    case 'create-document':
      return runCreateDocument(value.options, io);
    case 'online-help':
      return runHelp(value.options, io);
    case 'transaction':
      return runTransaction(value.options, io);
    case 'modify':
      return runModify(value.options, io);
    case 'move':
      return runMove(value.options, io);
    case 'delete':
      return runDelete(value.options, io);
  }
}
