import type { DocumentForm, FormName } from '../../api/reference/reference-paths.ts';
import { isPkid } from '../../api/wire/identity.ts';
import { customersText, formText, linesText, valuesText } from '../../report/api-text.ts';
import { htmlText } from '../../report/html-text.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { Stop } from '../stop.ts';
import { type CallOptions, onlyOne, runCall } from './reading.ts';

/** What lists take: the words that name customers; none: all. */
export interface NamedOptions extends CallOptions {
  readonly named: readonly string[];
}

/** `sparkform api list`: the customers of the hierarchy and below, proven complete. */
export function runList({ named, ...options }: NamedOptions, io: Io): Promise<ExitStatus> {
  return runCall('list', options, io, async ({ select }) => {
    const { chosen } = await select(named);
    const customers = chosen.map(({ live }) => live);
    return { result: { customers }, text: (style) => customersText(customers, style) };
  });
}

/** `sparkform api get`: one customer, whole, without its secrets. */
export function runGet({ named, ...options }: NamedOptions, io: Io): Promise<ExitStatus> {
  return runCall('get', options, io, async ({ select, reader }) => {
    const { chosen, live } = await select(named);
    const { live: one, properties } = await reader.readCustomer(onlyOne(chosen).live.pkid, live.nodes);
    const { pkid, hierarchy, echoedSecrets } = one;
    const held = echoedSecrets.length === 0 ? null : `${echoedSecrets.join(', ')} (not shown)`;
    return {
      result: { pkid, hierarchy, properties, secrets: echoedSecrets },
      text: (style) => valuesText({ pkid, hierarchy, ...properties, secrets: held }, style),
    };
  });
}

/** What forms take. */
export interface FormOptions extends CallOptions {
  readonly form: FormName | DocumentForm;
}

/** `sparkform api add-form`, and the other forms: what can be filled in, without following any link in it. */
export function runForm({ form, ...options }: FormOptions, io: Io): Promise<ExitStatus> {
  return runCall(form, options, io, async ({ reference, hierarchy }) => {
    const result = await reference.form(form, hierarchy);
    return { result, text: (style) => formText(result, style) };
  });
}

/** What the on-line help takes. */
export interface HelpOptions extends NamedOptions {
  /** The page itself in place of its text. */
  readonly html: boolean;
}

/** `sparkform api online-help`: what the server says of the model, as text that is harmless to read. */
export function runHelp({ named, html, ...options }: HelpOptions, io: Io): Promise<ExitStatus> {
  return runCall('online-help', options, io, async ({ reference, hierarchy, select }) => {
    const pkid = named.length === 0 ? null : onlyOne((await select(named)).chosen).live.pkid;
    const page = await reference.help(hierarchy, pkid);
    const text = linesText(html ? page : htmlText(page));
    return { result: html ? { html: page } : { text }, text: () => text };
  });
}

/** What the look at a transaction takes. */
export interface TransactionOptions extends CallOptions {
  readonly id: string;
  /** Its status only. */
  readonly poll: boolean;
}

/** `sparkform api transaction`: how a transaction stands. It is never replayed. */
export function runTransaction({ id, poll, ...options }: TransactionOptions, io: Io): Promise<ExitStatus> {
  return runCall('transaction', options, io, async ({ reference, hierarchy }) => {
    if (!isPkid(id)) throw new Stop([notAnId]);
    const result = poll ? await reference.poll(id, hierarchy) : await reference.transaction(id, hierarchy);
    return { result, text: (style) => valuesText({ ...result }, style) };
  });
}

const notAnId = {
  severity: 'error',
  code: 'bad-transaction',
  message: 'That is no id of a transaction.',
  hint: 'Take it from a report of sparkform, or from the transaction log of VOSS Automate.',
} as const;
