import { textAt } from './shape.ts';

const pkidPattern = /^[A-Za-z0-9-]{1,64}$/;
const pathPattern = /^[\p{L}\p{N}_-][\p{L}\p{N}_ -]*(?:\.[\p{L}\p{N}_-][\p{L}\p{N}_ -]*)*$/u;

/** Whether a text can be a pkid or the id of a transaction. Only such a text may become part of a request's path. */
export function isPkid(text: string): boolean {
  return pkidPattern.test(text);
}

/** Whether a text can be the dotted path of a hierarchy node. */
export function isHierarchyPath(text: string): boolean {
  return text.length <= 1024 && pathPattern.test(text);
}

/** The pkid at the end of `/api/<kind>/<Model>/<pkid>[/][?...]`, `null` for another model or shape. Never followed as a URL. */
export function pkidInHref(href: string | null, model: string): string | null {
  const [path = ''] = (href ?? '').split(/[?#]/, 1);
  const found = patternOf(model).exec(path)?.[1];
  return found !== undefined && isPkid(found) && found !== 'None' ? found : null;
}

const patterns = new Map<string, RegExp>();

/** Made once for each model: it is asked for with every entry of a listing. */
function patternOf(model: string): RegExp {
  const pattern = patterns.get(model) ?? new RegExp(`(?:^|/)api/${model}/([^/]+)/?$`);
  patterns.set(model, pattern);
  return pattern;
}

/** The text where it can be a pkid. */
export function pkidOrNull(text: string | null): string | null {
  return text !== null && isPkid(text) ? text : null;
}

/**
 * The pkid that a resource tells of itself, from the first documented place that holds one: `meta.references.self`,
 * `meta.uri`, `pkid`, `data.pkid`. `null` when none does.
 */
export function pkidOf(resource: unknown, model: string): string | null {
  return (
    pkidOrNull(textAt(resource, 'meta', 'references', 'self', 0, 'pkid')) ??
    pkidInHref(textAt(resource, 'meta', 'references', 'self', 0, 'href'), model) ??
    pkidInHref(textAt(resource, 'meta', 'uri'), model) ??
    pkidOrNull(textAt(resource, 'pkid')) ??
    pkidOrNull(textAt(resource, 'data', 'pkid'))
  );
}
