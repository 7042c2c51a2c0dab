import type { ValidateFunction } from 'ajv';
import { type ExtraProperties, noExtras } from '../model/extra-properties.ts';
import type { RawFile } from './raw.ts';
import { validatorOf } from './validators.ts';

/** What customer files may say. */
export interface FileSchema {
  /** Another schema has another id; empty for the one that sparkform was made for. */
  readonly id: string;
  /** What it knows besides the table of properties. */
  readonly extras: ExtraProperties;
  validator(kind: 'customer' | 'defaults'): ValidateFunction<RawFile>;
}

/** The one that sparkform was made for. */
export const shippedFileSchema: FileSchema = {
  id: '',
  extras: noExtras,
  validator: (kind) => validatorOf<RawFile>(kind),
};
