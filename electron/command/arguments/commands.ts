import type { KillWayKind } from '../../../shared/kill.ts';
import type { BindScope, Protocol } from '../../../shared/listener.ts';
import type { Wanted } from './argument-problem.ts';

/*
 * All commands and flags. The parser, the help, the manual page and the completion of every shell
 * follow from here; their words stand in `shared/messages/` under the same names.
 */

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

/** What completion asks the command for. */
export const CANDIDATES = ['ports', 'names', 'leases', 'services', 'targets'] as const;
export type Candidates = (typeof CANDIDATES)[number];

/** What a flag's value must be; undefined for a switch. */
export const FLAGS = {
  '--port': 'ports',
  '--name': 'text',
  '--project': 'text',
  '--user': 'text',
  '--protocol': 'protocol',
  '--scope': 'scope',
  '--interval': 'interval',
  '--udp': undefined,
  '--way': 'way',
  '--tree': undefined,
  '--force': undefined,
  '--timeout': 'seconds',
  '--dry-run': undefined,
  '--yes': undefined,
  '--to': 'port',
  '--list': undefined,
  '--restart': undefined,
  '--no-restart': undefined,
  '--near': 'port',
  '--range': 'range',
  '--random': undefined,
  '--system': undefined,
  '--both': undefined,
  '--host': 'address',
  '--count': 'count',
  '--why': undefined,
  '--config': 'place',
  '--fallback': 'ports',
  '--restart-command': 'command-line',
  '--ttl': 'ttl',
  '--pid': 'pid',
  '--reserve': undefined,
  '--port-env': 'variable',
  '--port-flag': 'flag',
  '--wait': 'wait',
  '--at': 'time',
  '--since': 'time',
  '--csv': undefined,
  '--json': undefined,
  '--user-data-dir': 'text',
} as const satisfies Readonly<Record<`--${string}`, Wanted | undefined>>;
export type Flag = keyof typeof FLAGS;

interface Command {
  /** The words that may follow it, in their order. */
  readonly words: readonly Wanted[];
  /** Flags that go with it beside those of all; by the group under which the help tells of them. */
  readonly groups: readonly (keyof typeof FLAG_GROUPS)[];
  /** Answers with a document on request. */
  readonly hasJson: boolean;
  /** Not for people. */
  readonly isHidden?: true;
}

/** Flags that the help tells of together. */
export const FLAG_GROUPS = {
  filters: ['--port', '--name', '--project', '--user', '--protocol', '--scope'],
  why: ['--udp', '--protocol'],
  watch: ['--interval'],
  kill: ['--udp', '--protocol', '--way', '--tree', '--force', '--timeout', '--dry-run', '--yes'],
  reassign: ['--to', '--udp', '--protocol', '--restart', '--no-restart', '--dry-run', '--yes'],
  undo: ['--list', '--dry-run', '--yes'],
  free: [
    '--near',
    '--range',
    '--random',
    '--system',
    '--udp',
    '--both',
    '--host',
    '--count',
    '--why',
  ],
  'watch-port': [
    '--project',
    '--config',
    '--fallback',
    '--restart-command',
    '--udp',
    '--both',
    '--protocol',
  ],
  import: ['--dry-run', '--yes'],
  history: ['--at', '--since', '--csv', '--udp', '--protocol'],
  lease: ['--ttl', '--pid', '--reserve', '--near', '--range', '--udp', '--both'],
  run: ['--port-env', '--port-flag', '--wait', '--near', '--range', '--udp', '--both'],
} as const satisfies Readonly<Record<string, readonly Flag[]>>;
export type FlagGroup = keyof typeof FLAG_GROUPS;

export const COMMANDS = {
  list: { words: [], groups: ['filters'], hasJson: true },
  check: { words: [], groups: [], hasJson: true },
  why: { words: ['port'], groups: ['why'], hasJson: true },
  watch: { words: [], groups: ['filters', 'watch'], hasJson: true },
  kill: { words: ['port-or-name'], groups: ['kill'], hasJson: true },
  reassign: { words: ['port-or-name'], groups: ['reassign'], hasJson: true },
  undo: { words: ['text'], groups: ['undo'], hasJson: true },
  free: { words: [], groups: ['free'], hasJson: true },
  'watch-port': {
    words: ['watch-port-act', 'name', 'port'],
    groups: ['watch-port'],
    hasJson: true,
  },
  import: { words: ['folder'], groups: ['import'], hasJson: true },
  lease: { words: ['leased'], groups: ['lease'], hasJson: true },
  release: { words: ['leased'], groups: [], hasJson: true },
  leases: { words: [], groups: [], hasJson: true },
  hold: { words: ['name'], groups: [], hasJson: true },
  unhold: { words: ['name'], groups: [], hasJson: true },
  run: { words: ['service'], groups: ['run'], hasJson: false },
  history: { words: ['port'], groups: ['history'], hasJson: true },
  doctor: { words: [], groups: [], hasJson: true },
  mcp: { words: [], groups: [], hasJson: false },
  completion: { words: ['shell'], groups: [], hasJson: false },
  man: { words: [], groups: [], hasJson: false },
  complete: { words: ['candidates'], groups: [], hasJson: false, isHidden: true },
} as const satisfies Readonly<Record<string, Command>>;
export type Verb = keyof typeof COMMANDS;

export function isVerb(word: string): word is Verb {
  return Object.hasOwn(COMMANDS, word);
}

/** A command that is meant for people. */
export type ShownVerb = Exclude<Verb, 'complete'>;

/** Shown to people, in the order of the help. */
export function listVerbs(): readonly ShownVerb[] {
  return (Object.keys(COMMANDS) as Verb[]).filter((verb) => verb !== 'complete');
}

/** All flags of a command, those that all have last. */
export function listFlags(verb: Verb): readonly Flag[] {
  const { groups, hasJson }: Command = COMMANDS[verb];
  const own = groups.flatMap((group): readonly Flag[] => FLAG_GROUPS[group]);
  return [...own, ...(hasJson ? (['--json'] as const) : []), '--user-data-dir'];
}

export function isFlag(word: string): word is Flag {
  return Object.hasOwn(FLAGS, word);
}

/** Each member of a union once, which the compiler checks; schemas take too long to load for this. */
function listEvery<Member extends string>(
  members: Readonly<Record<Member, true>>,
): readonly Member[] {
  return Object.keys(members) as Member[];
}

export const KILL_WAYS = listEvery<KillWayKind>({
  processes: true,
  tree: true,
  watcher: true,
  unit: true,
  container: true,
  'container-restart': true,
});

/** The only values there are, where they can be told. */
export const CHOICES: Readonly<Partial<Record<Wanted, readonly string[]>>> = {
  protocol: listEvery<Protocol>({ tcp: true, udp: true }),
  scope: listEvery<BindScope>({ loopback: true, wildcard: true, interface: true }),
  way: KILL_WAYS,
  'watch-port-act': ['add', 'list', 'remove'],
  shell: SHELLS,
  candidates: CANDIDATES,
};

export const EXAMPLES: readonly string[] = [
  'portreeve why 3000',
  'portreeve list --project . --json',
  'portreeve kill 3000',
  'portreeve import . --dry-run',
  'PORT=$(portreeve lease web) npm run dev',
  'portreeve run web --port-flag --port -- npx vite',
  'portreeve history 3000 --at "yesterday 17:00"',
  'portreeve check && npm run dev',
];
