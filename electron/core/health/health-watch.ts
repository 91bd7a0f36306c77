import type { Health, LatencyFigures, Probe, ProbeResult } from '../../../shared/health.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../host.ts';
import type { AppState, StateCell } from '../state.ts';
import { judgeProbe, type JudgedProbe, type ServiceHealth } from './judge-probe.ts';
import { createLatencies, type Latencies } from './latencies.ts';
import { createProbeSchedule } from './probe-schedule.ts';
import { findProbeTarget, type ProbeTarget } from './probe-target.ts';
import { isSameService } from './same-service.ts';

/** Probes the services that have their ports, and keeps what they answer in the state. */
export interface HealthWatch {
  /** Follows the state from now on. */
  start(): void;
  stop(): void;
  /** No probe from now on, as before the machine sleeps. */
  suspend(): void;
  resume(): void;
  /** How fast a service answered lately; undefined where none has answered a probe. */
  readFigures(watchedPortId: string): LatencyFigures | undefined;
}

/** One result, and what it means for its service. */
export interface ProbedService extends JudgedProbe {
  readonly watchedPort: WatchedPort & { readonly probe: Probe };
}

export interface HealthWatchParts {
  readonly host: Pick<Host, 'clock' | 'healthProber' | 'randomBelow' | 'logger'>;
  readonly cell: StateCell;
  /** Hears of every result, after it was taken into the state. */
  readonly onProbed: (probed: ProbedService) => void;
}

interface Service {
  watchedPort: WatchedPort & { readonly probe: Probe };
  /** Absent while it may not be probed. */
  target: ProbeTarget | undefined;
  health: ServiceHealth | undefined;
  readonly latencies: Latencies;
}

export function createHealthWatch({ host, cell, onProbed }: HealthWatchParts): HealthWatch {
  const services = new Map<string, Service>();
  const schedule = createProbeSchedule({
    clock: host.clock,
    randomBelow: host.randomBelow,
    onBug: (error) => host.logger.log('error', 'bug', { error }),
  });
  let endFollowing = (): void => undefined;
  let isSuspended = false;

  function follow(state: AppState): void {
    const wanted = new Set<string>();
    for (const watchedPort of state.settings.watchedPorts) {
      if (!isProbed(watchedPort)) continue;
      wanted.add(watchedPort.id);
      followOne(watchedPort, findProbeTarget(state, watchedPort));
    }
    for (const id of services.keys()) if (!wanted.has(id)) forget(id);
  }

  function followOne(
    watchedPort: WatchedPort & { readonly probe: Probe },
    target: ProbeTarget | undefined,
  ): void {
    const { id } = watchedPort;
    const known = services.get(id);
    if (known !== undefined && !isSameService(known.watchedPort, watchedPort)) forget(id);
    const service = services.get(id) ?? {
      watchedPort,
      target: undefined,
      health: undefined,
      latencies: createLatencies(),
    };
    service.watchedPort = watchedPort;
    const wasProbed = service.target !== undefined;
    const isMoved = service.target?.address !== target?.address;
    // The very same object for as long as it is the same place.
    if (isMoved) service.target = target;
    services.set(id, service);
    if (target === undefined) schedule.drop(id);
    else if (!wasProbed) {
      schedule.keep(id, watchedPort.probe.intervalS * 1000, () => probe(id, service));
    }
  }

  function forget(id: string): void {
    schedule.drop(id);
    services.delete(id);
  }

  async function probe(id: string, service: Service): Promise<void> {
    const { target, watchedPort } = service;
    if (target === undefined) return;
    const result = await host.healthProber.probe(target, watchedPort.probe);
    // Its owner went, somebody changed the entry, or the machine slept: it says nothing any more.
    if (isSuspended || services.get(id) !== service || service.target !== target) return;
    take(service, result);
  }

  function take(service: Service, result: ProbeResult): void {
    const { watchedPort, health: before } = service;
    const judged = judgeProbe(before, result, watchedPort.probe, host.clock.wallMs());
    service.health = judged.health;
    if (result.kind === 'answered') service.latencies.add(result.latencyMs);
    if (!isShownAlike(before, judged.health)) show(watchedPort, judged.health);
    onProbed({ ...judged, watchedPort });
  }

  function show(watchedPort: WatchedPort, { state, sinceMs, failure }: ServiceHealth): void {
    const { id } = watchedPort;
    const health: Health = {
      state,
      since: new Date(sinceMs).toISOString(),
      ...(failure !== undefined && { failure }),
    };
    const others = [...cell.get().health].filter(([other]) => services.has(other));
    cell.commit({ ...cell.get(), health: new Map([...others, [id, { watchedPort, health }]]) });
  }

  return {
    start() {
      endFollowing = cell.subscribe(follow);
      follow(cell.get());
    },
    stop() {
      endFollowing();
      for (const id of services.keys()) forget(id);
    },
    suspend() {
      isSuspended = true;
      schedule.pause();
    },
    resume() {
      isSuspended = false;
      schedule.resume();
    },
    readFigures: (id) => services.get(id)?.latencies.toFigures(),
  };
}

function isProbed(
  watchedPort: WatchedPort,
): watchedPort is WatchedPort & { readonly probe: Probe } {
  return watchedPort.probe !== undefined;
}

function isShownAlike(a: ServiceHealth | undefined, b: ServiceHealth): boolean {
  return a?.state === b.state && JSON.stringify(a.failure) === JSON.stringify(b.failure);
}
