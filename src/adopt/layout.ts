import type { LiveCustomer } from '../model/live.ts';
import { safeName } from './safe-name.ts';

/** Where the files of new customers go: the segments of a template below the customers folder. */
export type Layout = readonly string[];

/** What a template may name in braces, and what it stands for. */
const placeholders = {
  hierarchy: 'folders as the hierarchy, without sys.hcs',
  parent: 'the same without the last node',
  node: 'the last node of the hierarchy',
  name: 'the name of the customer',
  account: 'its account number',
} as const satisfies Readonly<Record<string, string>>;

/** A folder for each node above the customer's own. */
export const usualLayout = '{parent}/{name}.yaml';

/** Reads a template; a text says what is wrong with it. */
export function parseLayout(template: string): Layout | string {
  const segments = template.split('/');
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '');
  const unknown = names.find((name) => !Object.hasOwn(placeholders, name));
  if (unknown !== undefined) return `{${unknown}} is none of {${Object.keys(placeholders).join('}, {')}}`;
  if (!/\.ya?ml$/.test(template)) return 'it does not end in .yaml';
  if (!names.some((name) => name !== 'parent'))
    return 'it names nothing of the customer, so that all would be one file';
  const literals = segments.map((segment) => segment.replaceAll(/\{[^{}]*\}/g, 'x'));
  if (literals.some((one) => !/^[A-Za-z0-9][\w. -]*$/.test(one) || one.includes('..'))) {
    return 'a part of it is no plain name of a folder or file';
  }
  const folders = literals.slice(0, -1);
  return folders.some((one) => /\.ya?ml$/i.test(one)) ? 'a folder has the name of a YAML file' : segments;
}

/** The path of a customer's file below the customers folder, as the template says. */
export function pathIn(layout: Layout, { hierarchy, fields }: LiveCustomer): string {
  const nodes = (hierarchy ?? '').split('.').slice(1);
  const shown = (nodes[0] === 'hcs' ? nodes.slice(1) : nodes).map(safeName);
  const account = fields.account_number_external;
  const values: Readonly<Record<string, readonly string[]>> = {
    hierarchy: shown,
    parent: shown.slice(0, -1),
    node: [shown.at(-1) ?? 'sys'],
    name: [safeName(String(fields.name ?? ''))],
    account: [safeName(typeof account === 'string' ? account : 'no-account')],
  };
  return layout
    .flatMap((segment) => {
      const whole = values[/^\{(\w+)\}$/.exec(segment)?.[1] ?? ''];
      return whole ?? [segment.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name]?.join('-') ?? '')];
    })
    .join('/');
}
