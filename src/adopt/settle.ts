import { compareText } from '../config/codes.ts';
import { decodeCustomers } from '../config/decode.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import { type Existing, type FileEdit, type Intake, withText } from './file-edit.ts';

/**
 * Reads the files as they would be, before anything is written: one that would be wrong is left as it is. What is wrong even
 * then is an error, and nothing may be written. The edits are in order of their paths afterwards.
 */
export function settle(intake: Intake, existing: Existing): Intake {
  const wrong = new Map(errorsIn(intake.edits, existing).map((one) => [one.place?.file, one]));
  const edits = intake.edits.map((one) => (wrong.has(one.file) ? left(one) : one));
  const late = wrong.size === 0 ? [] : errorsIn(edits, existing);
  const warnings = intake.edits.flatMap((one) => {
    const problem = wrong.get(one.file);
    return problem === undefined ? [] : [leftAlone(one, problem)];
  });
  return {
    edits: edits.toSorted((one, other) => compareText(one.file, other.file)),
    variables: intake.variables
      .filter(({ file }) => !wrong.has(file))
      .toSorted((one, other) => compareText(one.name, other.name)),
    diagnostics: [...intake.diagnostics, ...warnings, ...late],
  };
}

function left(edit: FileEdit): FileEdit {
  return { ...edit, status: 'left', after: edit.before };
}

function errorsIn(edits: readonly FileEdit[], { files, options }: Existing): readonly Diagnostic[] {
  const edited = new Map(edits.map((one) => [one.file, one]));
  const kept = files.flatMap((file): readonly SourceFile[] => {
    const edit = edited.get(file.path);
    if (edit === undefined || edit.after === edit.before) return [file];
    return edit.after === null ? [] : [withText(file.path, edit.after)];
  });
  const fresh = edits.flatMap(({ file, before, after }) =>
    before === null && after !== null ? [withText(file, after)] : [],
  );
  return decodeCustomers([...kept, ...fresh], options).diagnostics.filter((one) => one.severity === 'error');
}

function leftAlone({ file, customer }: FileEdit, { message }: Diagnostic): Diagnostic {
  return {
    severity: 'warning',
    code: 'not-imported',
    message: `What the server has for ${customer ?? file} cannot stand in ${file}, which was left as it is: ${message}`,
    hint: 'Correct the record in VOSS Automate, or the file by hand.',
    place: { file, line: 1, column: 1 },
  };
}
