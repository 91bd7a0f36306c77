import type { Wanted } from '../arguments/argument-problem.ts';
import {
  CHOICES,
  COMMANDS,
  FLAG_GROUPS,
  FLAGS,
  listFlags,
  listVerbs,
  type Candidates,
  type Flag,
  type FlagGroup,
  type Verb,
} from '../arguments/commands.ts';
import { findFlagWords, type UsageWords } from '../help/usage-words.ts';

/** What a shell offers for one word. */
export type Offer =
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  /** The command itself is asked, for what is there now. */
  | { readonly kind: 'candidates'; readonly candidates: Candidates }
  | { readonly kind: 'folders' }
  | { readonly kind: 'nothing' };

export interface CompletedFlag {
  readonly flag: Flag;
  /** Undefined for a switch. */
  readonly value: Offer | undefined;
  /** One line. */
  readonly text: string;
}

export interface CompletedCommand {
  readonly verb: Verb;
  /** One line. */
  readonly text: string;
  readonly words: readonly Offer[];
  readonly flags: readonly CompletedFlag[];
}

const CANDIDATES_FOR: Readonly<Partial<Record<Wanted, Candidates>>> = {
  port: 'ports',
  ports: 'ports',
  'port-or-name': 'targets',
  name: 'names',
  leased: 'leases',
  service: 'services',
};
const FOLDERS: ReadonlySet<Flag> = new Set<Flag>(['--project', '--user-data-dir']);

/** Everything that completion in any shell is made of. */
export function toCompletedCommands(words: UsageWords): readonly CompletedCommand[] {
  return listVerbs().map((verb) => ({
    verb,
    text: toLine(words.commands[verb][1]),
    words: COMMANDS[verb].words.map(toOffer),
    flags: listFlags(verb).map((flag) => ({
      flag,
      value: toValueOffer(flag),
      text: toLine(findFlagWords(words, findGroup(verb, flag), flag)[1]),
    })),
  }));
}

/** Every flag that takes a value, with what is offered for it. */
export function listValueFlags(): readonly { readonly flag: Flag; readonly value: Offer }[] {
  return (Object.keys(FLAGS) as Flag[]).flatMap((flag) => {
    const value = toValueOffer(flag);
    return value === undefined ? [] : [{ flag, value }];
  });
}

function toValueOffer(flag: Flag): Offer | undefined {
  const wanted = FLAGS[flag];
  if (wanted === undefined) return undefined;
  return FOLDERS.has(flag) ? { kind: 'folders' } : toOffer(wanted);
}

function toOffer(wanted: Wanted): Offer {
  const choices = CHOICES[wanted];
  if (choices !== undefined) return { kind: 'choices', choices };
  const candidates = CANDIDATES_FOR[wanted];
  if (candidates !== undefined) return { kind: 'candidates', candidates };
  return { kind: wanted === 'folder' ? 'folders' : 'nothing' };
}

function findGroup(verb: Verb, flag: Flag): FlagGroup | undefined {
  const groups: readonly FlagGroup[] = COMMANDS[verb].groups;
  return groups.find((group) => (FLAG_GROUPS[group] as readonly Flag[]).includes(flag));
}

function toLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
