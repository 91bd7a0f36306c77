import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  visit,
  type Document,
  type ParsedNode,
  type Scalar,
} from 'yaml';
import type { ConfigPath } from '../../../shared/config-path.ts';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import { isComposePort, locateComposePort } from './compose-port.ts';
import { locateInText, locateNumber } from './port-value.ts';
import { refuse, type FormatEditor, type Refused, type Splice } from './text-edit.ts';
import { findOnlyDifference, isPortSwap, toToken } from './tokens.ts';

/*
 * services:
 *   web:
 *     ports:
 *       - "127.0.0.1:3000:80/tcp"   # see compose-port.ts
 *       - { target: 80, published: 3000 }
 *
 * YAML 1.2 (yaml.org), with an eye on 1.1, which many programs still read.
 */

type YamlTarget = Extract<ConfigTarget, { kind: 'yaml' }>;
// The parser takes about a second for as much, and four readings are compared.
const LENGTH_MAX = 256 * 1024;

type YamlDocument = Document.Parsed;

/** Ports in YAML, published ports of Compose files among them. */
export const yamlEditor: FormatEditor<YamlTarget> = {
  locate(text, { path }, from, to) {
    if (text.length > LENGTH_MAX) return refuse('file-too-large');
    const document = parseOne(text, '1.2');
    if ('reason' in document) return document;
    const { contents } = document;
    if (contents === null) return refuse('key-missing');
    if (isSealed(contents)) return refuse('file-encrypted');
    const node = findNode(document, contents, path);
    return 'reason' in node ? node : locateValue(text, node, path, from, to);
  },
  changesOnly(before, after, _target, from, to) {
    const today = [parseOne(before, '1.2'), parseOne(after, '1.2')] as const;
    if ('reason' in today[0] || 'reason' in today[1]) return false;
    // A grouped number is a text for 1.2 and becomes a number, so the kind may change here.
    if (findOnlyDifference(listNodeTokens(today[0]), listNodeTokens(today[1])) === undefined) {
      return false;
    }
    const older = [parseOne(before, '1.1'), parseOne(after, '1.1')] as const;
    if ('reason' in older[0] || 'reason' in older[1]) return false;
    return isPortSwap(listNodeTokens(older[0]), listNodeTokens(older[1]), from, to);
  },
};

function parseOne(text: string, version: '1.1' | '1.2'): YamlDocument | Refused {
  const documents = parseAllDocuments(text, { version, uniqueKeys: false, logLevel: 'silent' });
  if ('empty' in documents) return refuse('key-missing');
  const [document, ...others] = documents;
  if (document === undefined) return refuse('key-missing');
  if (others.length > 0) return refuse('several-documents');
  return document.errors.length > 0 ? refuse('syntax-invalid') : document;
}

/** SOPS keeps a sum over all values beside them. */
function isSealed(root: ParsedNode): boolean {
  const [sops] = findEntries(root, 'sops');
  return sops !== undefined && sops !== null && findEntries(sops, 'mac').length > 0;
}

function findEntries(node: ParsedNode, name: string): readonly (ParsedNode | null)[] {
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return [];
  return node.items
    .filter(({ key }) => isScalar(key) && String(key.value) === name)
    .map(({ value }) => value);
}

/** The node at the end of the way, unless anything on it belongs to another place as well. */
function findNode(document: YamlDocument, root: ParsedNode, path: ConfigPath): Scalar | Refused {
  const named = listAliasNames(document);
  let node: ParsedNode = root;
  for (const step of [undefined, ...path]) {
    if (step !== undefined) {
      const found: readonly (ParsedNode | null)[] =
        typeof step === 'string' ? findEntries(node, step) : findItem(node, step);
      if (found.length > 1) return refuse('key-duplicated');
      const [next] = found;
      if (next === undefined)
        return isMerged(node) ? refuse('value-shared') : refuse('key-missing');
      if (next === null) return refuse('value-not-plain');
      node = next;
    }
    if (isAlias(node)) return refuse('value-shared');
    if (node.anchor !== undefined && named.has(node.anchor)) return refuse('value-shared');
    if (node.tag !== undefined) return refuse('value-tagged');
  }
  return isScalar(node) ? node : refuse(isTemplate(node) ? 'value-template' : 'value-not-plain');
}

function findItem(node: ParsedNode, index: number): readonly (ParsedNode | null)[] {
  return isSeq<ParsedNode>(node) ? node.items.slice(index, index + 1) : [];
}

/** Another map gives this one its missing keys. */
function isMerged(node: ParsedNode): boolean {
  return findEntries(node, '<<').length > 0;
}

/** `{{ port }}` without quotes is, to YAML, a map whose key is a map. */
function isTemplate(node: ParsedNode): boolean {
  return isMap(node) && node.items.some(({ key }) => isMap(key));
}

function listAliasNames(document: YamlDocument): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, { Alias: (_key, { source }) => void names.add(source) });
  return names;
}

function locateValue(
  text: string,
  node: Scalar,
  path: ConfigPath,
  from: number,
  to: number,
): Splice | Refused {
  const [start, end] = node.range ?? [0, 0];
  const raw = text.slice(start, end);
  const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  if (!isQuoted && node.type !== 'PLAIN') return refuse('value-not-plain');
  const content = isQuoted ? raw.slice(1, -1) : raw;
  if (isComposePort(path)) {
    return locateComposePort(content, start + (isQuoted ? 1 : 0), isQuoted, from, to);
  }
  if (!isQuoted && /^\+?[\d_]+$|^0x/i.test(raw)) {
    // 0123 is 83 to some readers and 123 to others.
    if (/^\+?0\d/.test(raw)) return refuse('value-ambiguous');
    return locateNumber(raw, Number(raw.replaceAll('_', '')), start, from, to);
  }
  // With an escape in it, or over several lines, the positions of text and value part.
  if (typeof node.value !== 'string' || node.value !== content) return refuse('value-not-plain');
  return locateInText(content, start + (isQuoted ? 1 : 0), from, to);
}

function listNodeTokens(document: YamlDocument): readonly string[] {
  const tokens: string[] = [];
  const push = (node: ParsedNode | null): void => {
    if (node === null) {
      tokens.push('none');
      return;
    }
    const mark = isAlias(node) ? node.source : `${node.anchor ?? ''} ${node.tag ?? ''}`;
    if (isScalar(node)) {
      tokens.push(mark, toToken(node.value));
    } else if (isMap<ParsedNode, ParsedNode | null>(node)) {
      tokens.push('{', mark);
      for (const { key, value } of node.items) {
        push(key);
        push(value);
      }
      tokens.push('}');
    } else if (isSeq<ParsedNode>(node)) {
      tokens.push('[', mark);
      for (const item of node.items) push(item);
      tokens.push(']');
    } else {
      tokens.push(`*${mark}`);
    }
  };
  push(document.contents);
  return tokens;
}
