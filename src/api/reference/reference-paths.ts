import { createPath, customerPath } from '../paths.ts';

/** The calls that answer with a form. */
export const formPaths = {
  'add-form': `${createPath}/add/`,
  'bulk-modify-form': `${createPath}/bulk_update/`,
  'configuration-template': `${createPath}/configuration_template/`,
  'field-display-policy': `${createPath}/field_display_policy/`,
} as const;

export type FormName = keyof typeof formPaths;

/** The export of many customers. */
export const exportPath = `${createPath}/export/`;

/** The empty sheet for loading customers in bulk. */
export const bulkLoadTemplatePath = `${createPath}/export_bulkload_template/`;

/** The export of one customer. Throws `Error` for a text that is no pkid. */
export function exportOnePath(pkid: string): string {
  return `${customerPath(pkid)}/export`;
}

/** The on-line help of the model (`null`) or of one customer. Throws `Error` for a text that is no pkid. */
export function helpPath(pkid: string | null): string {
  return `${pkid === null ? createPath : customerPath(pkid)}/help`;
}

/** The models of which records can be created for customers, by the form that is for it. */
export const documentModels = {
  'configuration-template': 'data/ConfigurationTemplate',
  'field-display-policy': 'data/FieldDisplayPolicy',
} as const satisfies Partial<Record<FormName, string>>;

export type DocumentForm = keyof typeof documentModels;

/** Where records of the form's model are created. */
export function documentPath(form: DocumentForm): string {
  return `/api/${documentModels[form]}/`;
}
