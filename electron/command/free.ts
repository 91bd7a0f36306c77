import { toLocale } from '../../shared/locale.ts';
import { findContested } from '../core/free-ports/contested.ts';
import { findFreePorts, type FreePortsOutcome } from '../core/free-ports/find-free-ports.ts';
import { listLeasedPorts, sweepBook } from '../core/leases/lease-book.ts';
import type { FreeHost } from '../core/host.ts';
import type { Colours } from './output/colours.ts';
import type { CommandCall } from './call/command-call.ts';
import { EXIT_CODES } from './call/exit-codes.ts';
import { formatDocument } from './output/format-document.ts';
import type { FreeComplaint } from './free-text.ts';
import type { FreeAsked } from './arguments/parse-free.ts';

const EXIT = EXIT_CODES.free;

export type FreeCall = Pick<CommandCall, 'print' | 'complain'> & {
  readonly host: FreeHost;
  /** For what is told beside the answer. */
  readonly colours: Colours;
};

/** What was looked for, and what came of it. */
export interface FreeAnswer {
  readonly outcome: FreePortsOutcome;
  /** The watched ports could not be left out, because nobody can tell which they are. */
  readonly areSettingsUnread: boolean;
}

/** Looks for ports that can be bound now; nothing is kept. */
export async function findFree(host: FreeHost, asked: FreeAsked): Promise<FreeAnswer> {
  const [watched, conflicts, leases, limits] = await Promise.all([
    host.readWatched(),
    host.readConflicts(),
    host.readLeases(),
    host.readPortLimits(),
  ]);
  const outcome = await findFreePorts(host, {
    strategy: asked.strategy,
    protocols: asked.protocols,
    ...(asked.address !== undefined && { address: asked.address }),
    count: asked.count,
    wantsNames: asked.asksWhy,
    readListeners: host.readListeners,
    known: {
      watchedPorts: watched ?? [],
      listeners: [],
      limits,
      isPrivileged: host.isPrivileged,
      leased: listLeasedPorts(sweepBook(leases, host.readMachineTime(), host.isAlive)),
      contested: findContested(conflicts, host.clock.wallMs()),
    },
  });
  return { outcome, areSettingsUnread: watched === undefined };
}

/**
 * `portreeve free`: prints ports that could be bound a moment ago, and nothing else on the
 * standard output; or none, when there are fewer than were asked for.
 */
export async function printFreePorts(call: FreeCall, asked: FreeAsked): Promise<number> {
  const { host } = call;
  const answer = await findFree(host, asked);
  const { outcome } = answer;
  if (asked.asksJson) call.print(formatDocument(toFreeDocument(outcome, asked)));
  else if (outcome.kind === 'found') {
    call.print(outcome.ports.map(({ port }) => port).join('\n'));
  }
  const complaint = { ...answer, asked };
  if (hasToComplain(complaint)) {
    // Sentences take their time to load, and a plain answer has none.
    const { toFreeComplaints } = await import('./free-text.ts');
    const words = { locale: toLocale(host.systemLanguage), colours: call.colours };
    for (const line of toFreeComplaints(complaint, host, words)) {
      call.complain(line);
    }
  }
  if (outcome.kind === 'no-such-address') return EXIT.refused;
  return outcome.kind === 'found' ? EXIT.found : EXIT.exhausted;
}

function hasToComplain({ outcome, asked, areSettingsUnread }: FreeComplaint): boolean {
  if (areSettingsUnread || outcome.kind === 'no-such-address') return true;
  if (asked.asksJson) return false;
  if (outcome.kind === 'exhausted') return true;
  return asked.asksWhy || outcome.ports.some(({ isEphemeral }) => isEphemeral);
}

/** See the README for the shape, which other programs rely on. */
export function toFreeDocument(
  outcome: FreePortsOutcome,
  { protocols, address }: Pick<FreeAsked, 'protocols' | 'address'>,
) {
  const found = outcome.kind === 'no-such-address' ? { ports: [], passedOver: [] } : outcome;
  return {
    outcome: outcome.kind,
    protocols,
    address: address ?? null,
    ports: found.ports.map(({ port, isEphemeral }) => ({ port, ephemeral: isEphemeral })),
    passedOver: found.passedOver.map(({ port, reason, by }) => ({ port, reason, by: by ?? null })),
  };
}
