import { createHash } from 'node:crypto';
import { compareText } from './codes.ts';
import type { Layer } from './layers.ts';

/**
 * What files say, by their content and kind: a content that was decoded once need not be parsed again (for 10,000 files 0.3
 * seconds instead of 3). Only files without any complaint are in it. The place of a value is kept without its file.
 */
export type KnownLayers = ReadonlyMap<string, KnownLayer>;

/** What one content says. */
export type KnownLayer = readonly (readonly [slot: string, value: unknown, line?: number, column?: number])[];

/** To be raised when decoding changes; a test holds it to the sources of the decoder. */
export const decoderVersion = 2;

/** Nothing is known. */
export const noLayers: KnownLayers = new Map();

/** By what a file is known: a content means something else in a `_defaults.yaml`. */
export function knownAs(content: Uint8Array, schema: 'customer' | 'defaults'): string {
  return createHash('sha256').update(`${schema}\0`).update(content).digest('base64url');
}

/** A layer as it is kept. */
export function toKnown(layer: Layer): KnownLayer {
  return [...layer].map(([slot, { value, place }]) =>
    place === null ? ([slot, value] as const) : ([slot, value, place.line, place.column] as const),
  );
}

/** The layer of a file with a known content. */
export function fromKnown(known: KnownLayer, file: string): Layer {
  return new Map(
    known.map(([slot, value, line, column]) => {
      const place = line === undefined || column === undefined ? null : { file, line, column };
      return [slot, { value, place }];
    }),
  );
}

/**
 * The text of a cache of layers. `secretNames` is the pattern under which the files were found to be
 * without complaint. Never holds a secret, since a layer has none.
 */
export function knownLayersText(layers: KnownLayers, secretNames: RegExp | null): string {
  const sorted = [...layers].sort(([left], [right]) => compareText(left, right));
  const lines = sorted.map(([id, layer]) => `${JSON.stringify(id)}:${JSON.stringify(layer)}`);
  return `{"decoder":${decoderVersion},"secretNames":${JSON.stringify(secretNames?.source ?? null)},"layers":{\n${lines.join(',\n')}\n}}\n`;
}

/** Reads what `knownLayersText` wrote; nothing is known where another decoder or pattern wrote it, or where it is damaged. */
export function decodeKnownLayers(content: Uint8Array | null, secretNames: RegExp | null): KnownLayers {
  if (content === null) return noLayers;
  try {
    const value: Partial<KnownFile> = JSON.parse(new TextDecoder().decode(content));
    const isOurs = value.decoder === decoderVersion && value.secretNames === (secretNames?.source ?? null);
    return isOurs && value.layers !== undefined ? new Map(Object.entries(value.layers)) : noLayers;
  } catch {
    return noLayers;
  }
}

interface KnownFile {
  readonly decoder: number;
  readonly secretNames: string | null;
  readonly layers: Readonly<Record<string, KnownLayer>>;
}
