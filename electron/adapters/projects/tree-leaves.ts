import { parseTree, type Node, type ParseError } from 'jsonc-parser';
import { parseTOML, type AST } from 'toml-eslint-parser';
import { isMap, isScalar, isSeq, parseAllDocuments, type ParsedNode } from 'yaml';
import type { ConfigPath } from '../../../shared/config-path.ts';

/** A plain value of a tree, as it is written. */
export interface Leaf {
  readonly path: ConfigPath;
  /** Without quotes; escapes stay as they are. */
  readonly raw: string;
  readonly start: number;
}

type Step = string | number;

/** Every value of a text without byte order mark; none where it cannot be parsed. */
export function listLeaves(reader: 'json' | 'yaml' | 'toml', text: string): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const push = (path: readonly Step[], start: number, end: number): void => {
    const isQuoted = /^["']/.test(text[start] ?? '');
    const from = isQuoted ? start + 1 : start;
    leaves.push({ path, raw: text.slice(from, isQuoted ? end - 1 : end), start: from });
  };
  try {
    READERS[reader](text, push);
  } catch (error) {
    // The TOML parser throws kinds of its own, and brackets by the thousand exhaust any stack.
    if (error instanceof Error) return [];
    throw error;
  }
  return leaves;
}

type Push = (path: readonly Step[], start: number, end: number) => void;

const READERS: Readonly<Record<'json' | 'yaml' | 'toml', (text: string, push: Push) => void>> = {
  json(text, push) {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { allowTrailingComma: true });
    if (root !== undefined && errors.length === 0) visitJson(root, [], push);
  },
  yaml(text, push) {
    const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
    if ('empty' in documents) return;
    for (const { contents, errors } of documents.slice(0, 1)) {
      if (contents !== null && errors.length === 0) visitYaml(contents, [], push);
    }
  },
  toml(text, push) {
    for (const entry of parseTOML(text, { tomlVersion: '1.0.0' }).body[0].body) {
      if (entry.type === 'TOMLTable') visitPairs(entry.body, entry.resolvedKey, push);
      else visitPairs([entry], [], push);
    }
  },
};

function visitJson(node: Node, path: readonly Step[], push: Push): void {
  const { children = [] } = node;
  if (node.type === 'object') {
    for (const property of children) {
      const [key, value] = property.children ?? [];
      if (value !== undefined) visitJson(value, [...path, String(key?.value)], push);
    }
  } else if (node.type === 'array') {
    for (const [index, child] of children.entries()) visitJson(child, [...path, index], push);
  } else push(path, node.offset, node.offset + node.length);
}

function visitYaml(node: ParsedNode | null, path: readonly Step[], push: Push): void {
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    for (const { key, value } of node.items) {
      if (isScalar(key)) visitYaml(value, [...path, String(key.value)], push);
    }
  } else if (isSeq<ParsedNode>(node)) {
    for (const [index, item] of node.items.entries()) visitYaml(item, [...path, index], push);
  } else if (isScalar(node)) push(path, node.range[0], node.range[1]);
}

function visitPairs(pairs: readonly AST.TOMLKeyValue[], base: readonly Step[], push: Push): void {
  for (const { key, value } of pairs) {
    const names = key.keys.map((one) => (one.type === 'TOMLBare' ? one.name : one.value));
    visitToml(value, [...base, ...names], push);
  }
}

function visitToml(node: AST.TOMLContentNode, path: readonly Step[], push: Push): void {
  if (node.type === 'TOMLInlineTable') visitPairs(node.body, path, push);
  else if (node.type === 'TOMLArray') {
    for (const [index, element] of node.elements.entries()) {
      visitToml(element, [...path, index], push);
    }
  } else push(path, ...node.range);
}
