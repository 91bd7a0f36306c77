import type { ProbeTest } from '../../../shared/health.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import { nameContainers } from '../container-names.ts';
import type { Host } from '../host.ts';
import type { AppState } from '../state.ts';
import { decideVerdict } from '../verdicts/verdict.ts';
import { chooseTarget } from './probe-target.ts';

/**
 * Probes once as an entry says, saved or not, and only where its expected owner would be found: a
 * window cannot have any other address asked.
 */
export async function testProbe(
  host: Pick<Host, 'healthProber' | 'processes' | 'scanner'>,
  state: AppState,
  watchedPort: WatchedPort,
): Promise<ProbeTest> {
  const { probe } = watchedPort;
  const unclear = { kind: 'not-asked', verdict: 'undetermined' } as const;
  if (probe === undefined || state.settings.isPaused) return unclear;
  // Who had the port a while ago is not who has it now.
  const scan = await host.scanner.scan();
  if (scan.kind === 'failed') return unclear;
  const reading = {
    listeners: nameContainers(scan.listeners, state.containers),
    missing: scan.missing,
  };
  const others = state.settings.watchedPorts.filter(({ id }) => id !== watchedPort.id);
  const verdict = decideVerdict(watchedPort, {
    reading,
    surroundings: state.surroundings,
    watchedPorts: [...others, watchedPort],
    wasHeld: false,
    keeperPid: host.processes.self.pid,
  });
  if (verdict.kind !== 'expected') return { kind: 'not-asked', verdict: verdict.kind };
  const target = chooseTarget(
    reading.listeners.filter(({ key }) => verdict.listenerKeys.includes(key)),
  );
  if (target === undefined) return { kind: 'not-asked', verdict: 'free' };
  return { kind: 'asked', result: await host.healthProber.probe(target, probe) };
}
