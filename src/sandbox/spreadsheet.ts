import writeExcelFile from 'write-excel-file/node';

/** What a cell can hold. */
export type Cell = string | number | boolean | null;

/** A spreadsheet (`.xlsx`) of one sheet. Texts stay texts: none becomes a formula. */
export async function spreadsheet(sheet: string, rows: readonly (readonly Cell[])[]): Promise<Uint8Array> {
  return writeExcelFile(
    rows.map((row) => [...row]),
    { sheet },
  ).toBuffer();
}
