import type { Owner } from '../../../shared/listener.ts';
import type { KillWarning } from '../../../shared/kill.ts';
import { isForwarder } from './forwarders.ts';
import type { KillCircumstances } from './kill-circumstances.ts';
import { toBaseName } from '../program-name.ts';

/** Programs that never listen by themselves: where one holds a listening socket, it was left it. */
const NEVER_LISTENS: ReadonlySet<string> = new Set([
  'sleep',
  'cat',
  'tail',
  'tee',
  'less',
  'more',
  'grep',
  'make',
  'sh',
  'bash',
  'dash',
  'zsh',
  'fish',
  'ksh',
]);

/** What a careful person wants to know before the holders of this listener are ended. */
export function decideWarnings(circumstances: KillCircumstances): readonly KillWarning[] {
  const { listener, clients, user, container } = circumstances;
  const warnings: KillWarning[] = [];
  if (container?.kind === 'found') {
    warnings.push({ kind: 'container', name: container.container.name });
  } else if (container?.kind === 'unknown') {
    warnings.push({ kind: 'engine-silent', reason: container.reason });
  }
  // What only forwards is not what ends, so how many there are and whose is of no account.
  const ending = listener.owners.every(isForwarder) ? [] : listener.owners;
  if (ending.length > 1) warnings.push({ kind: 'several-owners', count: ending.length });
  if (clients !== undefined && clients > 0) {
    warnings.push({ kind: 'connected-clients', count: clients });
  }
  for (const stranger of new Set(ending.map((owner) => owner.user))) {
    if (stranger !== user) warnings.push({ kind: 'another-user', user: stranger });
  }
  // Beside a server that lives they only inherited its socket, and end with it.
  if (ending.length > 0 && ending.every(isNeverListening)) {
    const kind = isSeenWhole(circumstances) ? 'leaked-socket' : 'inherited-socket';
    const names = new Set(ending.map(({ name }) => name));
    warnings.push(...[...names].map((name) => ({ kind, name }) as const));
  }
  for (const warning of ending.flatMap((owner) => warnOf(owner, circumstances))) {
    if (!warnings.some((known) => isSameWarning(known, warning))) warnings.push(warning);
  }
  return warnings;
}

function warnOf(owner: Owner, circumstances: KillCircumstances): readonly KillWarning[] {
  const { contexts, conditions, unitFacts } = circumstances;
  const context = contexts.get(owner.identity.pid);
  const condition = conditions.get(owner.identity.pid);
  const { name } = owner;
  const warnings: KillWarning[] = [];
  if (context?.unit !== undefined) {
    const facts = unitFacts.get(context.unit.name);
    warnings.push({ kind: 'unit', unit: context.unit, ...(facts !== undefined && { facts }) });
  } else if (context?.watcher !== undefined) {
    const { watcher } = context;
    warnings.push({ kind: 'watcher', name: watcher.name, isShellLoop: watcher.isShellLoop });
  }
  if (context?.leadsTerminalSession === true) warnings.push({ kind: 'session', name });
  if (condition?.state === 'uninterruptible') warnings.push({ kind: 'uninterruptible', name });
  if (condition?.state === 'traced') {
    const { tracer } = condition;
    warnings.push({ kind: 'traced', name, ...(tracer !== undefined && { tracer }) });
  }
  if (condition?.state === 'stopped') warnings.push({ kind: 'stopped', name });
  if (condition?.ignoresTerm === true) warnings.push({ kind: 'ignores-term', name });
  if (condition?.isForceOnly === true) warnings.push({ kind: 'force-only', name });
  return warnings;
}

function isNeverListening({ executable, name }: Owner): boolean {
  return NEVER_LISTENS.has(executable === undefined ? name : toBaseName(executable));
}

/** Whether nobody who listens here can be hidden: a socket keeps the account that opened it. */
function isSeenWhole({ listener, seesAll }: KillCircumstances): boolean {
  return seesAll || listener.owners.every(({ user }) => user === listener.user);
}

/** Several processes of one unit or one name are warned of once. */
function isSameWarning(a: KillWarning, b: KillWarning): boolean {
  if (a.kind === 'unit') return b.kind === 'unit' && a.unit.name === b.unit.name;
  return a.kind === b.kind && 'name' in a && 'name' in b && a.name === b.name;
}
