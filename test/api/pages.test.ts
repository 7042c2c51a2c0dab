import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/api/error.ts';
import { readPages } from '../../src/api/pages.ts';
import type { Query } from '../../src/api/paths.ts';
import type { Read } from '../../src/api/reads.ts';
import { textAt } from '../../src/api/wire/shape.ts';

interface Behaviour {
  /** What the server gives at most. */
  readonly gives: number;
  /** What it says of that. */
  readonly says?: object;
  /** The total it tells; the right one when left out. */
  readonly total?: number | null;
}

interface Server {
  readonly read: Read;
  readonly skips: readonly unknown[];
}

type Alter = (
  page: { resources: unknown[]; pagination: Record<string, unknown> },
  request: number,
  query: Query,
) => unknown;

/** A listing of `count` entries, one answer a call. */
function listing(count: number, behaviour: Behaviour, alter: Alter = (page) => page): Server {
  const skips: unknown[] = [];
  const read: Read = async (path, query) => {
    skips.push(query['skip']);
    const skip = Number(query['skip']);
    const size = Math.min(Number(query['limit']), behaviour.gives);
    const resources = Array.from({ length: Math.max(0, Math.min(size, count - skip)) }, (_, index) => ({
      pkid: `p${skip + index}`,
    }));
    const total = behaviour.total === undefined ? count : behaviour.total;
    const pagination = { skip, limit: query['limit'], maximum_limit: 2000, total, ...behaviour.says };
    const json = alter({ resources, pagination }, skips.length, query);
    return { method: 'GET', path, status: 200, requestId: null, serverTime: null, json };
  };
  return { read, skips };
}

const identify = (entry: unknown): string => textAt(entry, 'pkid') ?? '';

async function count(server: Server): Promise<number> {
  const decoding = Promise.resolve((found: readonly unknown[]) => found);
  const { entries } = await readPages(server.read, '/api/x/', { hierarchy: 'sys' }, { identify, decoding });
  return entries.length;
}

async function problem(server: Server): Promise<string> {
  const error: unknown = await count(server).catch((thrown: unknown) => thrown);
  if (!(error instanceof ApiError)) throw new Error(`read as complete: ${String(error)}`);
  expect(error.outcome).toBe('not-done');
  return `${error.code}: ${error.what}`;
}

describe('readPages', () => {
  it.each<[string, number, Behaviour, readonly number[]]>([
    ['nothing', 0, { gives: 2000 }, [0]],
    ['one short page', 3, { gives: 2000 }, [0]],
    ['one page less one', 1999, { gives: 2000 }, [0]],
    ['one full page', 2000, { gives: 2000 }, [0, 2000]],
    ['two pages and one', 4001, { gives: 2000 }, [0, 2000, 4000]],
    ['a smaller maximum', 120, { gives: 50, says: { maximum_limit: 50 } }, [0, 50, 100]],
    ['a smaller limit', 120, { gives: 50, says: { limit: 50 } }, [0, 50, 100]],
    ['smaller pages than it says', 120, { gives: 50 }, [0, 50, 100]],
    ['no total', 3, { gives: 2000, total: 0 }, [0, 3]],
    ['no total and smaller pages than it says', 120, { gives: 50, total: null }, [0, 50, 100, 120]],
    ['a total that is a limit of counting', 3, { gives: 2000, total: 2, says: { total_limit: 2 } }, [0, 3]],
  ])('reads %s to the end', async (_, entries, behaviour, skips) => {
    const server = listing(entries, behaviour);
    expect(await count(server)).toBe(entries);
    expect(server.skips).toEqual(skips);
  });

  it('reads every listing whole, whatever the server says of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 70 }),
        fc.constantFrom({}, { total: 0 }, { total: null }),
        fc.boolean(),
        async (entries, gives, total, honest) => {
          const says = honest ? { maximum_limit: gives } : {};
          expect(await count(listing(entries, { gives, says, ...total }))).toBe(entries);
        },
      ),
    );
  });

  it.each<[string, Server, RegExp]>([
    ['too large a total', listing(3, { gives: 2000, total: 4 }), /counts 4 entries and listed 3/],
    ['too small a total', listing(3, { gives: 2000, total: 2 }), /counts 2 entries and listed 3/],
    [
      'an entry twice',
      listing(3, { gives: 2000 }, (page) => ({
        ...page,
        resources: [page.resources[0], ...page.resources.slice(0, 2)],
      })),
      /only 2 are different/,
    ],
    ['no account of skip', listing(120, { gives: 50, says: { maximum_limit: 50, skip: 0 } }), /begins at 0/],
    [
      'a page that is too large',
      listing(3, { gives: 2000 }, (page) => ({
        ...page,
        resources: Array.from({ length: 2001 }, (_, pkid) => ({ pkid: `${pkid}` })),
      })),
      /the page has 2001/,
    ],
    ['pages without end', listing(1e9, { gives: 1 }), /no end after 1000 pages/],
  ])('does not believe a listing with %s', async (_, server, expected) => {
    const what = await problem(server);
    expect(what).toMatch(/^incomplete-listing/);
    expect(what).toMatch(expected);
    expect(what).toContain('nothing was concluded');
  });

  it.each<[string, unknown]>([
    ['no resources', { pagination: {} }],
    ['resources that are none', { pagination: {}, resources: {} }],
    ['no pagination', { resources: [] }],
    ['another shape', []],
  ])('does not read %s as an empty listing', async (_, json) => {
    expect(await problem(listing(0, { gives: 2000 }, () => json))).toMatch(/^unexpected-answer/);
  });

  it('reads a listing again that changes between its pages', async () => {
    const server = listing(120, { gives: 50, says: { maximum_limit: 50 } }, (page, request) =>
      request === 2 ? { ...page, resources: [{ pkid: 'p0' }, ...page.resources.slice(1)] } : page,
    );
    expect(await count(server)).toBe(120);
    expect(server.skips).toEqual([0, 50, 100, 0, 50, 100]);
  });

  it('lets others have their turn before and while it decodes a page', async () => {
    const told: string[] = [];
    const server = listing(250, { gives: 2000 });
    const read: Read = async (path, query) => {
      setImmediate(() => told.push('another'));
      return server.read(path, query);
    };
    const decoding = Promise.resolve((found: readonly unknown[]) => {
      setImmediate(() => told.push('another'));
      told.push(`${found.length} entries`);
      return found;
    });
    await readPages(read, '/api/x/', { hierarchy: 'sys' }, { identify, decoding });
    expect(told).toEqual(['another', '100 entries', 'another', '100 entries', 'another', '50 entries']);
  });

  it('gives up after the third time', async () => {
    const server = listing(3, { gives: 2000, total: 4 });
    await problem(server);
    expect(server.skips).toEqual([0, 3, 0, 3, 0, 3]);
  });
});
