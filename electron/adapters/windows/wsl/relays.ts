import type { Owner } from '../../../../shared/listener.ts';
import { redactCommand } from '../../programs/redact-command.ts';
import { toVisibleText } from '../../visible-text.ts';
import type { FoundSocket } from '../to-listeners.ts';
import type { AskDistributions, InsideHolder } from './wsl.ts';

/** Tells which Linux programs are behind the ports that processes of Windows carry for them. */
export interface Relays {
  /**
   * The sockets, those of relays with the owner that is behind them, as far as it is known. What is
   * not known is asked for in the background, one question at a time; the first time it is waited
   * for, and not for long.
   */
  nameHolders(sockets: readonly FoundSocket[]): Promise<readonly FoundSocket[]>;
}

interface RelaysOptions {
  readonly ask: AskDistributions;
  readonly monotonicMs?: () => number;
  readonly waitMs?: number;
}

/** Carry the ports of WSL; the name counts only where it is that of the file, or no file is told. */
const RELAYS: ReadonlySet<string> = new Set(['wslrelay.exe', 'wslhost.exe']);
/** A relay may stay while the program behind it is another. */
const KEEP_MS = 60_000;
/** It may listen before anybody inside tells of it. */
const ASK_AGAIN_MS = 10_000;
/** What a command that reads once may lose to it. */
const WAIT_MS = 2_000;

export function createRelays(options: RelaysOptions): Relays {
  const { ask, monotonicMs = () => performance.now(), waitMs = WAIT_MS } = options;
  let holders: readonly InsideHolder[] = [];
  let asked: ReadonlySet<string> = new Set();
  let askAgainAtMs = 0;
  let asking: Promise<void> | undefined;
  let isFirst = true;

  async function askNow(sockets: readonly FoundSocket[]): Promise<void> {
    const told = await ask().catch(() => []);
    holders = told;
    asked = new Set(sockets.map(toName));
    const isWhole = sockets.every((socket) => findHolder(socket, told) !== undefined);
    askAgainAtMs = monotonicMs() + (isWhole ? KEEP_MS : ASK_AGAIN_MS);
  }

  return {
    async nameHolders(sockets) {
      const carried = sockets.filter(isCarried);
      if (carried.length === 0) return sockets;
      const isNew = carried.some((socket) => !asked.has(toName(socket)));
      if (isNew || monotonicMs() >= askAgainAtMs) {
        asking ??= askNow(carried).finally(() => (asking = undefined));
      }
      if (isFirst && asking !== undefined) await within(asking, waitMs);
      isFirst = false;
      return sockets.map((socket) => {
        const { owner } = socket;
        const holder = isCarried(socket) ? findHolder(socket, holders) : undefined;
        return owner === undefined || holder === undefined
          ? socket
          : { ...socket, owner: toInsideOwner(owner, holder) };
      });
    },
  };
}

function isCarried({ protocol, owner }: FoundSocket): boolean {
  if (owner === undefined || protocol !== 'tcp') return false;
  const file = owner.executable?.split('\\').at(-1) ?? owner.name;
  return RELAYS.has(file.toLowerCase());
}

/**
 * The one process on this port; where there are several, that of the same family. A relay may take
 * either family for a program that takes both.
 */
function findHolder(
  { port, family }: FoundSocket,
  holders: readonly InsideHolder[],
): InsideHolder | undefined {
  const onPort = holders.filter((holder) => holder.port === port);
  const [first] = onPort;
  if (first === undefined) return undefined;
  if (onPort.every((holder) => isSameProcess(holder, first))) return first;
  const ofFamily = onPort.filter((holder) => holder.family === family);
  const [own] = ofFamily;
  return own !== undefined && ofFamily.every((holder) => isSameProcess(holder, own))
    ? own
    : undefined;
}

function isSameProcess(a: InsideHolder, b: InsideHolder): boolean {
  return a.distribution === b.distribution && a.pid === b.pid;
}

/** The program as it really is, with the identity of the process that has the socket here. */
function toInsideOwner(relay: Owner, holder: InsideHolder): Owner {
  const { distribution, pid, name, command, executable, cwd } = holder;
  return {
    identity: relay.identity,
    name: toVisibleText(name),
    command: redactCommand(command.filter((word, index) => index > 0 || word !== '')),
    ...(executable !== undefined && { executable: toWindowsPath(distribution, executable) }),
    ...(cwd !== undefined && { cwd: toWindowsPath(distribution, cwd) }),
    user: relay.user,
    ...(relay.parentPid !== undefined && { parentPid: relay.parentPid }),
    carried: { by: relay.name, distribution, pid },
  };
}

/** Where Windows shows a file of a distribution. */
function toWindowsPath(distribution: string, path: string): string {
  return toVisibleText(`\\\\wsl.localhost\\${distribution}${path.replaceAll('/', '\\')}`);
}

const toName = ({ family, address, port, pid, createdAt }: FoundSocket): string =>
  [family, address, port, pid, createdAt].join('|');

/** Resolves with the promise, or after the time; the promise never rejects. */
async function within(promise: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
