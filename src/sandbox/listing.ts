import { isJsonObject, type Json, type JsonObject, textOf } from './json.ts';
import { Refusal } from './refusal.ts';

/** The most entries one page may hold, as the reference's `maximum_limit` says. */
const maximumLimit = 2000;

const defaultLimit = 50;

/** One record of a list before it is cut into pages; `entry` builds what the page shows. */
export interface Row {
  readonly id: string;
  /** What filters and orders look at, nested objects by dotted name (`external.id`). */
  readonly attributes: JsonObject;
  readonly entry: () => JsonObject;
}

/** Gives a parameter of the request's query by its name. */
export type Query = (name: string) => string | undefined;

/** What a list says about its model. */
export interface Listed {
  /** `/api/relation/SparkCustomer/`. */
  readonly path: string;
  /** The attributes that the list may be ordered and filtered by; the first is the default order. */
  readonly attributes: readonly string[];
}

function wholeNumber(query: Query, name: string, otherwise: number): number {
  const text = query(name);
  if (text === undefined || text === '') {
    return otherwise;
  }
  if (!/^\d{1,9}$/.test(text)) {
    throw new Refusal(400, 'parameter-invalid', `${name} is "${text}" and must be a whole number from 0 up.`);
  }
  return Number(text);
}

function oneOf(query: Query, name: string, allowed: readonly string[]): string {
  const text = query(name) ?? allowed[0] ?? '';
  if (!allowed.includes(text)) {
    throw new Refusal(400, 'parameter-invalid', `${name} is "${text}" and must be one of: ${allowed.join(', ')}.`);
  }
  return text;
}

function attributeText({ attributes }: Row, name: string): string {
  const value = name
    .split('.')
    .reduce<Json | undefined>((found, part) => (isJsonObject(found) ? found[part] : undefined), attributes);
  return typeof value === 'boolean' ? String(value) : textOf(value);
}

function filtered(rows: readonly Row[], query: Query, listed: Listed): readonly Row[] {
  if (query('filter_field') === undefined) {
    return rows;
  }
  const field = oneOf(query, 'filter_field', listed.attributes);
  const condition = oneOf(query, 'filter_condition', ['contains', 'equals']);
  const wanted = query('filter_text') ?? '';
  return rows.filter((row) => {
    const text = attributeText(row, field);
    return condition === 'equals' ? text === wanted : text.toLowerCase().includes(wanted.toLowerCase());
  });
}

function ordered(rows: readonly Row[], orderBy: string, direction: string): readonly Row[] {
  const sign = direction === 'desc' ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: attributeText(row, orderBy) }));
  const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
  return keyed
    .toSorted((left, right) => sign * (compare(left.key, right.key) || compare(left.row.id, right.row.id)))
    .map(({ row }) => row);
}

/** Which records a list takes in: those below the node too (`down`), or only its own (`local`). Throws `Refusal`. */
export function readTraversal(query: Query): string {
  return oneOf(query, 'traversal', ['down', 'local']);
}

/**
 * One page of a list, as the reference's sample has it: filtered, ordered, cut to `skip` and `limit`. `count=false` leaves
 * the total at 0. Throws `Refusal` for a parameter that is not allowed.
 */
export function page(rows: readonly Row[], query: Query, listed: Listed): JsonObject {
  const skip = wholeNumber(query, 'skip', 0);
  const limit = Math.min(wholeNumber(query, 'limit', defaultLimit) || defaultLimit, maximumLimit);
  const orderBy = oneOf(query, 'order_by', listed.attributes);
  const direction = oneOf(query, 'direction', ['asc', 'desc']);
  const found = filtered(rows, query, listed);
  const order = `order_by=${orderBy}&direction=${direction}&traversal=${readTraversal(query)}`;
  return {
    pagination: {
      skip,
      limit,
      maximum_limit: maximumLimit,
      total: query('count') === 'false' ? 0 : found.length,
      total_limit: null,
      order_by: orderBy,
      direction,
      current: `${listed.path}?skip=${skip}&limit=${limit}&${order}`,
    },
    resources: ordered(found, orderBy, direction)
      .slice(skip, skip + limit)
      .map(({ entry }) => entry()),
  };
}
