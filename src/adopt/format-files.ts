import { compareText } from '../config/codes.ts';
import { formatYaml } from '../config/edit/format-yaml.ts';
import { layOut } from '../config/layout.ts';
import { readYaml } from '../config/read-yaml.ts';
import { decodeText } from '../config/text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import { type FileEdit, type Intake, textOf } from './file-edit.ts';

/** Customer and defaults files in the one form; with `check` they are left, and each that is not says so. */
export function formatFiles(files: readonly SourceFile[], folder: string, check: boolean): Intake {
  const { customers, defaults, diagnostics } = layOut(files, folder);
  const all = [...customers, ...defaults].toSorted((one, other) => compareText(one.path, other.path));
  const formatted = all.map((file) => formatFile(file, check));
  return {
    edits: formatted.map(({ edit }) => edit),
    variables: [],
    diagnostics: [...diagnostics, ...formatted.flatMap((one) => one.problems)],
  };
}

function formatFile(
  file: SourceFile,
  check: boolean,
): { readonly edit: FileEdit; readonly problems: readonly Diagnostic[] } {
  const common = { file: file.path, customer: null, changes: [] };
  const { text, problem } = decodeText(file.path, file.content ?? new Uint8Array());
  const problems = text === null ? (problem === null ? [] : [problem]) : readYaml(file.path, text).diagnostics;
  const before = textOf(file);
  if (problems.length > 0) return { edit: { ...common, status: 'left', before, after: before }, problems };
  const after = formatYaml(before);
  if (after === before) return { edit: { ...common, status: 'unchanged', before, after }, problems: [] };
  if (check) {
    return {
      edit: { ...common, status: 'left', before, after: before },
      problems: [notFormatted(file.path, before, after)],
    };
  }
  return { edit: { ...common, status: 'changed', before, after }, problems: [] };
}

function notFormatted(file: string, before: string, after: string): Diagnostic {
  const [lines, others] = [before.split('\n'), after.split('\n')];
  const first = lines.findIndex((line, index) => line !== others[index]);
  return {
    severity: 'error',
    code: 'not-formatted',
    message: 'The file is not in the form that sparkform fmt gives it.',
    hint: 'Run sparkform fmt, and commit what it changes.',
    place: { file, line: (first < 0 ? lines.length : first) + 1, column: 1 },
  };
}
