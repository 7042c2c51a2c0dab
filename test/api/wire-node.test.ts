import { describe, expect, it } from 'vitest';
import { decodeNode, resolveNodes } from '../../src/api/wire/node.ts';
import { UnexpectedShape } from '../../src/api/wire/shape.ts';

const entry = (pkid: string, name: string, meta: object) => ({
  meta: {
    references: { self: [{ pkid }], ...('references' in meta ? (meta.references ?? {}) : {}) },
    ...withoutReferences(meta),
  },
  data: { name, node_type: 'Customer' },
});
const under = (parent: string) => ({ references: { parent: [{ pkid: parent }] } });

function withoutReferences(meta: object): object {
  return Object.fromEntries(Object.entries(meta).filter(([name]) => name !== 'references'));
}

function pathsOf(entries: readonly unknown[], top: string, topPkid: string | null = null): readonly string[] {
  return resolveNodes(entries.map(decodeNode), top, topPkid).map(({ pkid, path }) => `${pkid} ${path}`);
}

describe('resolveNodes', () => {
  it.each([
    ['its own path as text', [entry('a', 'hcs', { path: 'sys.hcs' })], ['a sys.hcs']],
    ['its own path as list', [entry('a', 'hcs', { path: ['sys', 'hcs'] })], ['a sys.hcs']],
    ['the path of the node above', [entry('b', 'Acme', { path: 'sys.hcs' })], ['b sys.hcs.Acme']],
    [
      'its parent only',
      [entry('c', 'Acme', under('b')), entry('b', 'hcs', under('a')), entry('a', 'sys', {})],
      ['a sys', 'b sys.hcs', 'c sys.hcs.Acme'],
    ],
  ])('knows a node that tells %s', (_, entries, expected) => {
    expect(pathsOf(entries, 'sys')).toEqual(expected);
  });

  it('knows the hierarchy that was asked, told or not', () => {
    expect(pathsOf([entry('c', 'Acme', under('b')), entry('b', 'hcs', under('a'))], 'sys.hcs')).toEqual([
      'b sys.hcs',
      'c sys.hcs.Acme',
    ]);
    expect(pathsOf([entry('c', 'Acme', under('b'))], 'sys.hcs', 'b')).toEqual(['b sys.hcs', 'c sys.hcs.Acme']);
    expect(pathsOf([], 'sys.hcs', 'b')).toEqual(['b sys.hcs']);
  });

  it('tells the type', () => {
    const [node] = resolveNodes([decodeNode(entry('a', 'hcs', { path: 'sys.hcs' }))], 'sys', null);
    expect(node).toEqual({ pkid: 'a', path: 'sys.hcs', type: 'Customer', acceptsCustomers: null });
  });

  it.each([
    ['no parent', [entry('c', 'Acme', {})]],
    ['a circle of parents', [entry('b', 'x', under('c')), entry('c', 'y', under('b'))]],
    ['itself as parent', [entry('b', 'x', under('b'))]],
    ['no pkid', [{ meta: { path: 'sys' }, data: { name: 'sys' } }]],
    ['no name and no path', [{ pkid: 'a', data: {} }]],
  ])('refuses a node with %s instead of leaving it out', (_, entries) => {
    expect(() => pathsOf(entries, 'sys')).toThrow(UnexpectedShape);
  });
});
