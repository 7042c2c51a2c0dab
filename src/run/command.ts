import type { ActionOptions } from './action.ts';
import type { AdoptOptions } from './adopt.ts';
import type { CallValue } from './api/call-value.ts';
import type { ApplyOptions } from './apply.ts';
import type { CommentOptions } from './comment.ts';
import type { DriftOptions } from './drift.ts';
import type { FmtOptions } from './fmt.ts';
import type { ImportOptions } from './import.ts';
import type { Io } from './io.ts';
import type { DoctorOptions, FilesOptions, OutputOptions } from './options.ts';
import type { PlanCommandOptions } from './plan.ts';
import type { SandboxCommandOptions } from './sandbox.ts';
import type { SchemaPullOptions } from './schema-pull.ts';
import type { StatusOptions } from './status.ts';

/** What the words on the command line ask for. */
export type CommandValue =
  | { readonly command: 'validate'; readonly options: FilesOptions & OutputOptions }
  | { readonly command: 'plan'; readonly options: PlanCommandOptions }
  | { readonly command: 'apply'; readonly options: ApplyOptions }
  | { readonly command: 'drift'; readonly options: DriftOptions }
  | { readonly command: 'comment'; readonly options: CommentOptions }
  | { readonly command: 'status'; readonly options: StatusOptions }
  | { readonly command: 'import'; readonly options: ImportOptions }
  | { readonly command: 'action'; readonly options: ActionOptions }
  | { readonly command: 'api'; readonly options: CallValue }
  | { readonly command: 'adopt'; readonly options: AdoptOptions }
  | { readonly command: 'fmt'; readonly options: FmtOptions }
  | { readonly command: 'doctor'; readonly options: DoctorOptions }
  | { readonly command: 'schema-pull'; readonly options: SchemaPullOptions }
  | { readonly command: 'unlock'; readonly options: OutputOptions & { readonly env: string } }
  | { readonly command: 'sandbox'; readonly options: SandboxCommandOptions };

/** Runs a command, loading only what it needs; gives its exit status. */
export async function runCommand(value: CommandValue, io: Io): Promise<number> {
  switch (value.command) {
    case 'validate':
      return (await import('./validate.ts')).runValidate(value.options, io);
    case 'plan':
      return (await import('./plan.ts')).runPlan(value.options, io);
    case 'apply':
      return (await import('./apply.ts')).runApply(value.options, io);
    case 'drift':
      return (await import('./drift.ts')).runDrift(value.options, io);
    case 'comment':
      return (await import('./comment.ts')).runComment(value.options, io);
    case 'status':
      return (await import('./status.ts')).runStatus(value.options, io);
    case 'import':
      return (await import('./import.ts')).runImport(value.options, io);
    case 'action':
      return (await import('./action.ts')).runAction(value.options, io);
    case 'api':
      return (await import('./api.ts')).runApi(value.options, io);
    case 'adopt':
      return (await import('./adopt.ts')).runAdopt(value.options, io);
    case 'fmt':
      return (await import('./fmt.ts')).runFmt(value.options, io);
    case 'doctor':
      return (await import('./doctor.ts')).runDoctor(value.options, io);
    case 'schema-pull':
      return (await import('./schema-pull.ts')).runSchemaPull(value.options, io);
    case 'unlock':
      return (await import('./unlock.ts')).runUnlock(value.options, io);
    case 'sandbox':
      return (await import('./sandbox.ts')).runSandbox(value.options, io);
  }
}
