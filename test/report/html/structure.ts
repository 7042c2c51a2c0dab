import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;

export type Element = DefaultTreeAdapterTypes.Element;

/** The elements of a page in their order, as a browser reads it. */
export function elementsOf(page: string): readonly Element[] {
  const all: Element[] = [];
  const visit = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      if ('tagName' in node) all.push(node);
      if ('childNodes' in node) visit(node.childNodes);
    }
  };
  visit(parse(page).childNodes);
  return all;
}

/** Names of elements and attributes, and the nodes that are no elements, by kind: what a page is without its texts. */
export function structureOf(page: string): readonly string[] {
  const visit = (nodes: readonly Node[], depth: number): readonly string[] =>
    nodes.flatMap((node) => {
      if (!('tagName' in node)) return node.nodeName === '#text' ? [] : [`${depth} ${node.nodeName}`];
      const names = node.attrs.map(({ name }) => name).join(' ');
      return [`${depth} ${node.tagName} ${names}`, ...visit(node.childNodes, depth + 1)];
    });
  return visit(parse(page).childNodes, 0);
}

/** What stands in an element that holds only text. */
export function textOf(element: Element | undefined): string {
  return (element?.childNodes ?? []).map((node) => ('value' in node ? node.value : '')).join('');
}

/** The value of an attribute. */
export function attributeOf(element: Element | undefined, name: string): string | null {
  return element?.attrs.find((one) => one.name === name)?.value ?? null;
}
