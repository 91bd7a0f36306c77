import { formatConfigPath } from '../../shared/config-path-text.ts';
import { parseConfigPath } from '../../shared/config-path.ts';
import { configTargetSchema, type ConfigTarget } from '../../shared/config-target.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { absolutePathSchema } from '../../shared/file-path.ts';
import { toFullPath } from '../words/folder.ts';
import type { Saying } from '../words/saying.ts';

/** A place where the port is written as text, the way it stands in the form while a person types. */
export interface TargetDraft {
  readonly kind: ConfigTarget['kind'];
  readonly file: string;
  readonly key: string;
  readonly section: string;
  readonly path: string;
  readonly pattern: string;
}

export type TargetField = Exclude<keyof TargetDraft, 'kind'>;

/** What is wrong, one sentence a field. */
export type TargetProblems = Readonly<Partial<Record<TargetField, Saying>>>;

export type ParsedTarget =
  | { readonly kind: 'empty' }
  | { readonly kind: 'valid'; readonly target: ConfigTarget }
  | { readonly kind: 'invalid'; readonly problems: TargetProblems };

export const emptyTarget: TargetDraft = {
  kind: 'dotenv',
  file: '',
  key: '',
  section: '',
  path: '',
  pattern: '',
};

const KIND_BY_END: ReadonlyMap<string, TargetDraft['kind']> = new Map([
  ['json', 'json'],
  ['jsonc', 'json'],
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['toml', 'toml'],
  ['ini', 'ini'],
  ['cfg', 'ini'],
  ['conf', 'pattern'],
  ['env', 'dotenv'],
]);

/** The form of a saved place; the file is written with `~`. */
export function toTargetDraft(target: ConfigTarget, homeFolder: string): TargetDraft {
  return {
    ...emptyTarget,
    kind: target.kind,
    file: toShortPath(target.file, homeFolder),
    key: 'key' in target ? target.key : '',
    section: 'section' in target ? target.section : '',
    path: 'path' in target ? formatConfigPath(target.path) : '',
    pattern: 'pattern' in target ? target.pattern : '',
  };
}

/** Whether nothing was written into it. */
export function isEmptyTarget(draft: TargetDraft): boolean {
  return (draft.file + draft.key + draft.section + draft.path + draft.pattern).trim() === '';
}

/** The format that a file's name speaks for, while nothing speaks against it. */
export function guessKind(draft: TargetDraft): TargetDraft['kind'] {
  if (draft.key + draft.section + draft.path + draft.pattern !== '') return draft.kind;
  const end = /\.(\w+)$/.exec(draft.file.trim())?.[1]?.toLowerCase() ?? '';
  return KIND_BY_END.get(end) ?? draft.kind;
}

/** Reads one place with the rules of the contract; nothing written at all is no place. */
export function parseTarget(draft: TargetDraft, homeFolder: string): ParsedTarget {
  const { kind } = draft;
  const file = toFullPath(draft.file, homeFolder);
  const problems: Partial<Record<TargetField, Saying>> = {};
  if (file === '') problems.file = { key: 'form.config-file-empty' };
  else if (!absolutePathSchema.safeParse(file).success) {
    problems.file = { key: 'form.path-not-absolute' };
  }
  const place = parsePlace(draft, problems);
  if (place.isEmpty && file === '') return { kind: 'empty' };
  if (Object.keys(problems).length > 0) return { kind: 'invalid', problems };
  const parsed = configTargetSchema.safeParse({ kind, file, ...place.parts });
  return parsed.success
    ? { kind: 'valid', target: parsed.data }
    : { kind: 'invalid', problems: { file: { key: 'form.too-long' } } };
}

interface Place {
  readonly isEmpty: boolean;
  readonly parts: object;
}

// Only for the fields beside it to be judged one by one.
const SOME_FILE = '/x';

function parsePlace(draft: TargetDraft, problems: Partial<Record<TargetField, Saying>>): Place {
  const { kind } = draft;
  const isGood = (parts: object): boolean =>
    configTargetSchema.safeParse({ kind, file: SOME_FILE, ...parts }).success;
  const key = draft.key.trim();
  switch (kind) {
    case 'dotenv':
      if (key === '') problems.key = { key: 'form.config-key-empty' };
      else if (!isGood({ key })) problems.key = { key: 'form.config-key-invalid' };
      return { isEmpty: key === '', parts: { key } };
    case 'ini': {
      const section = draft.section.trim();
      if (!isGood({ section, key: 'x' })) problems.section = { key: 'form.config-ini-invalid' };
      if (key === '') problems.key = { key: 'form.config-key-empty' };
      else if (!isGood({ section: '', key })) problems.key = { key: 'form.config-ini-invalid' };
      return { isEmpty: key + section === '', parts: { section, key } };
    }
    case 'json':
    case 'yaml':
    case 'toml': {
      const isEmpty = draft.path.trim() === '';
      const path = parseConfigPath(draft.path);
      if (isEmpty) problems.path = { key: 'form.config-path-empty' };
      else if (path === undefined) problems.path = { key: 'form.config-path-invalid' };
      return { isEmpty, parts: { path } };
    }
    case 'pattern': {
      const { pattern } = draft;
      if (pattern === '') problems.pattern = { key: 'form.config-pattern-empty' };
      else if (!isGood({ pattern })) problems.pattern = { key: 'form.config-pattern-invalid' };
      return { isEmpty: pattern === '', parts: { pattern } };
    }
  }
}
