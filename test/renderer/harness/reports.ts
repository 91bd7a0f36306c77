import type { Listener, Protocol } from '../../../shared/listener.ts';
import type { PortHolder, ProcessStory, WhyReport } from '../../../shared/why.ts';
import { toOwnerId } from '../../../renderer/words/listener-words.ts';
import { buildKillPlan } from './kill-plans.ts';

const process = (pid: number, name: string, command: string) => ({
  identity: { pid, startToken: `${pid}0` },
  name,
  command,
  user: 'ada',
});

/** A shell in an editor's terminal, all by one login. */
export const story: ProcessStory = {
  ancestors: [
    process(4690, 'npm run dev', 'npm run dev'),
    process(4600, 'zsh', '/usr/bin/zsh -l'),
    process(4400, 'code', '/usr/share/code/code'),
    process(1200, 'systemd', '/usr/lib/systemd/systemd --user'),
  ],
  terminal: 'pts/3',
  unit: { name: 'app-code-4400.scope', isUserUnit: true },
  startedBy: [{ kind: 'ide', name: 'VS Code', pid: 4400 }],
};

const keeper = { ...process(4933, 'python3', 'python cw.py'), parentPid: 1 };
const base = { protocol: 'tcp', family: 4, address: '127.0.0.1' } as const;

/** By port: who has it without listening there. */
const KEPT: Readonly<Record<number, Pick<WhyReport, 'uses' | 'causes'>>> = {
  40_001: {
    uses: [
      {
        ...base,
        port: 40_001,
        remoteAddress: '127.0.0.1',
        remotePort: 45_310,
        state: 'half-closed',
        owners: [keeper],
      },
    ],
    causes: [{ kind: 'half-closed-connection', count: 1 }],
  },
  40_002: {
    uses: [{ ...base, port: 40_002, state: 'bound', owners: [keeper] }],
    causes: [{ kind: 'bound', count: 1 }],
  },
};

/** The answer to why, for whoever has the port. */
export function buildReport(
  { port, protocol }: { readonly port: number; readonly protocol: Protocol },
  listeners: readonly Listener[],
): WhyReport {
  const groups = new Map<string, Listener[]>();
  for (const listener of listeners) {
    const id = listener.owners.map(toOwnerId).join(',') || listener.user;
    groups.set(id, [...(groups.get(id) ?? []), listener]);
  }
  const holders = [...groups.values()].map((group): PortHolder => {
    const [first] = group;
    return {
      listeners: group,
      processes: (first?.owners ?? []).map((owner) => ({ owner, story })),
      ...(first !== undefined && { killPlan: buildKillPlan(first, 'asks') }),
    };
  });
  const isHeld = listeners.length > 0;
  const kept = KEPT[port];
  const addresses = ['0.0.0.0', '127.0.0.1', '::', '::1'];
  return {
    port,
    protocol,
    takenAt: '2026-03-03T10:00:00.000Z',
    coverage: 'complete',
    state: isHeld ? 'held' : kept === undefined ? 'free' : 'busy',
    holders,
    clients: isHeld ? 2 : 0,
    uses: [],
    binds: addresses.map((address) => ({
      address,
      result:
        isHeld || kept !== undefined
          ? { kind: 'refused', errno: 'EADDRINUSE', isForetold: isHeld }
          : { kind: 'bindable' },
    })),
    causes: isHeld ? [{ kind: 'listener' }] : [],
    startOrder: [],
    watched: [],
    ...kept,
  };
}
