import type { ByHandOptions } from '../by-hand-task.ts';
import type { CreateDocumentOptions } from './create-document.ts';
import type { ExportCommandOptions } from './export.ts';
import type { FormOptions, HelpOptions, NamedOptions, TransactionOptions } from './look-up.ts';
import type { ModifyOptions } from './modify.ts';
import type { MoveOptions } from './move.ts';
import type { CallOptions } from './reading.ts';
import type { SaveOptions } from './save-file.ts';

/** A call of the reference with what it takes. */
export type CallValue =
  | { readonly call: 'list' | 'get'; readonly options: NamedOptions }
  | { readonly call: 'export'; readonly options: ExportCommandOptions }
  | { readonly call: 'bulk-load-template'; readonly options: CallOptions & SaveOptions }
  | { readonly call: 'form'; readonly options: FormOptions }
  | { readonly call: 'create-document'; readonly options: CreateDocumentOptions }
  | { readonly call: 'online-help'; readonly options: HelpOptions }
  | { readonly call: 'transaction'; readonly options: TransactionOptions }
  | { readonly call: 'modify'; readonly options: ModifyOptions }
  | { readonly call: 'move'; readonly options: MoveOptions }
  | { readonly call: 'delete'; readonly options: ByHandOptions };
