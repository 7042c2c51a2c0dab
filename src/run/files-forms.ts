import type { FilesReport } from '../model/files-report.ts';
import { filesText } from '../report/files-text.ts';
import type { Report } from './output.ts';

/** What a command did to the files, in each form. */
export function filesForms(report: FilesReport): Report {
  return { text: (style) => filesText(report, style), json: report };
}
