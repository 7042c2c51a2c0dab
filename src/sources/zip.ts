import { type UnzipFileInfo, unzipSync } from 'fflate';
import { UnexpectedShape } from '../api/wire/shape.ts';

/** The most bytes that an export may have, packed or unpacked: some hundred thousand customers. */
export const largestExport = 64 * 1024 * 1024;

/** An export is one file or a few. */
const mostEntries = 100;

/** JSON of many records that are alike packs forty to one at best; what is small may pack better. */
const highestRatio = 200;
const smallEntry = 1024 * 1024;

/** Whether the bytes begin as a zip does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The JSON files in a zip, in memory. What an entry says of its size is checked before anything is unpacked, and no more than
 * that is unpacked: what is longer is cut off and then no JSON. Names are compared and never used as paths; a zip in the
 * zip is not opened. Throws `UnexpectedShape`.
 */
export function readZip(bytes: Uint8Array): readonly Uint8Array[] {
  const seen = { entries: 0, size: 0 };
  const wanted = (entry: UnzipFileInfo) => {
    seen.entries += 1;
    const isJson = /\.json$/i.test(entry.name);
    seen.size += isJson ? entry.originalSize : 0;
    refuse(seen.entries > mostEntries, `it holds more than ${mostEntries} files`);
    refuse(leadsOut(entry.name), 'a file in it has a name that leads out of its folder');
    refuse(seen.size > largestExport, `it holds more than ${largestExport >> 20} MiB of JSON`);
    const bomb = entry.originalSize > smallEntry && entry.originalSize > entry.size * highestRatio;
    refuse(isJson && bomb, 'a file in it is packed more tightly than any export');
    return isJson;
  };
  const texts = Object.values(unpack(bytes, wanted));
  refuse(texts.length === 0, 'it holds no JSON file');
  return texts;
}

function unpack(bytes: Uint8Array, filter: (entry: UnzipFileInfo) => boolean) {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof UnexpectedShape) throw error;
    throw new UnexpectedShape('it is damaged, or no zip');
  }
}

function refuse(condition: boolean, why: string): void {
  if (condition) throw new UnexpectedShape(why);
}

function leadsOut(name: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(name);
}
