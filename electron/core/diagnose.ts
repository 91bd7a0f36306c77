import type { Notice } from '../../shared/snapshot.ts';
import type { Host, ScanResult } from './host.ts';
import type { EngineState } from './host-processes.ts';

/** How well this machine can be read and acted on, with nothing private in it. */
export interface Diagnosis {
  readonly ports:
    | {
        readonly kind: 'read';
        /** In technical words, e.g. `netlink`, or `proc: ` and why. */
        readonly source: string;
        readonly scanMs: number;
        readonly missing: readonly string[];
        readonly listeners: number;
        /** Of them, how many have an owner that this account may not see. */
        readonly hidden: number;
        /** Of these, how many are this account's own. */
        readonly ownHidden: number;
      }
    | Extract<ScanResult, { kind: 'failed' }>;
  /** `pidfd`, `handle` or `pid`; `pid: ` and why where it could be better; `none`. */
  readonly signals: string;
  readonly isPrivileged: boolean;
  /** May look at everybody's processes. */
  readonly seesAll: boolean;
  readonly engines: readonly EngineState[];
  readonly notices: readonly Notice[];
}

/** Looks at everything that Portreeve needs from the machine; changes nothing. */
export async function diagnose(host: Host): Promise<Diagnosis> {
  const { notices } = await host.settingsStore.read();
  // The first scan chooses the way and fills what later ones rely on.
  await host.scanner.scan();
  const startedMs = host.clock.monotonicMs();
  const scan = await host.scanner.scan();
  const scanMs = host.clock.monotonicMs() - startedMs;
  const hidden =
    scan.kind === 'failed'
      ? []
      : scan.listeners.filter(({ ownerVisibility }) => ownerVisibility === 'hidden');
  return {
    ports:
      scan.kind === 'failed'
        ? scan
        : {
            kind: 'read',
            source: host.scanner.describeSource?.() ?? '',
            scanMs,
            missing: scan.missing,
            listeners: scan.listeners.length,
            hidden: hidden.length,
            ownHidden: hidden.filter(({ user }) => user === host.processes.user).length,
          },
    signals: host.terminator.describeWay?.() ?? '',
    isPrivileged: host.processes.isPrivileged,
    seesAll: host.processes.seesAll,
    engines: await host.containers.listEngines(),
    notices,
  };
}
