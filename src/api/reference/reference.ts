import { decodeAnswer } from '../answer.ts';
import { pollPath, transactionPath } from '../paths.ts';
import { readOnly } from '../reads.ts';
import type { Transport } from '../transport.ts';
import { decodeForm, type Form } from '../wire/form.ts';
import { decodeNamedIds, type NamedIds } from '../wire/named-ids.ts';
import type { JsonObject } from '../wire/shape.ts';
import { decodeTransactionDetails, type TransactionDetails } from '../wire/transaction-details.ts';
import { receiveHtml } from './receive.ts';
import { type DocumentForm, documentPath, type FormName, formPaths, helpPath } from './reference-paths.ts';

/** The calls of the reference that no plan needs and that answer with text. Every method throws `ApiError`. */
export interface Reference {
  form(name: FormName, hierarchy: string): Promise<Form>;
  /** The on-line help as the server sends it: HTML, and as hostile as any. `pkid`: of one customer. */
  help(hierarchy: string, pkid: string | null): Promise<string>;
  transaction(id: string, hierarchy: string): Promise<TransactionDetails>;
  /** Its status only. */
  poll(id: string, hierarchy: string): Promise<TransactionDetails>;
  /** Creates a record that the form is for; what is sent is exactly `data`. */
  createDocument(form: DocumentForm, hierarchy: string, data: JsonObject): Promise<NamedIds>;
}

/** The rest of the reference, on a server. */
export function createReference(transport: Transport): Reference {
  const read = readOnly(transport);
  return {
    form: async (name, hierarchy) => {
      const query = { hierarchy, schema: true, schema_rules: true };
      return decodeAnswer(await transport.send({ method: 'GET', path: formPaths[name], query }), decodeForm);
    },
    help: (hierarchy, pkid) => receiveHtml(transport, helpPath(pkid), { hierarchy }),
    transaction: async (id, hierarchy) =>
      decodeAnswer(await read(transactionPath(id), { hierarchy }), (json) => decodeTransactionDetails(json, id)),
    poll: async (id, hierarchy) =>
      decodeAnswer(await read(pollPath(id), { hierarchy }), (json) => decodeTransactionDetails(json, id)),
    createDocument: async (form, hierarchy, data) => {
      // The form in which the reference documents both: as the portal sends it.
      const payload = { data, meta: { references: { form_href: formPaths[form] } }, request_meta: {} };
      const body = () => JSON.stringify(payload);
      const request = { method: 'POST', path: documentPath(form), query: { hierarchy }, body } as const;
      return decodeAnswer(await transport.send(request), decodeNamedIds);
    },
  };
}
