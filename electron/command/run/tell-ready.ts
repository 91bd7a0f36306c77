import type { Probe, ProbeFailure } from '../../../shared/health.ts';
import { toProbeFailureSentence } from '../../../shared/messages/health-sentences.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../../core/host.ts';

/** Between two looks while a program starts. */
const LOOK_AGAIN_MS = 250;

export interface ReadyWatch {
  /** The program has ended, so nothing more is told. */
  stop(): void;
}

interface Starting {
  readonly service: WatchedPort & { readonly probe: Probe };
  /** The port that it was given. */
  readonly port: number;
  /** How long it may take, in seconds. */
  readonly withinS: number;
  readonly complain: (line: string) => void;
}

/** Tells when a program that was started answers the probe of its service, or that it does not. */
export function tellReady(host: Host, starting: Starting, t: Translate): ReadyWatch {
  const { service, port, withinS, complain } = starting;
  const { clock, healthProber } = host;
  const startedMs = clock.monotonicMs();
  const name = toSafeText(service.name);
  let isStopped = false;

  async function askOnce(): Promise<ProbeFailure | undefined> {
    let failure: ProbeFailure = { kind: 'refused' };
    for (const address of toAddresses(service.address)) {
      const result = await healthProber.probe({ address, port }, service.probe);
      if (result.kind === 'answered') return undefined;
      // Who is not there on one family may be on the other; whoever answers badly is heard.
      if (result.failure.kind !== 'refused') ({ failure } = result);
    }
    return failure;
  }

  async function look(): Promise<void> {
    const failure = await askOnce();
    if (isStopped) return;
    const seconds = (clock.monotonicMs() - startedMs) / 1000;
    if (failure === undefined) {
      complain(t('command.run-ready', { name, port: String(port), seconds }));
    } else if (seconds >= withinS) {
      const words = { name, port: String(port), seconds: withinS };
      complain(
        t('command.run-not-ready', { ...words, failure: toProbeFailureSentence(failure, t) }),
      );
    } else plan();
  }

  function plan(): void {
    clock.schedule(LOOK_AGAIN_MS, () => {
      if (isStopped) return;
      look().catch((error: unknown) => host.logger.log('error', 'bug', { error }));
    });
  }

  plan();
  return {
    stop() {
      isStopped = true;
    },
  };
}

/** Where a service that may listen anywhere is looked for on this machine. */
function toAddresses(address: string): readonly string[] {
  switch (address) {
    case 'any':
      return ['127.0.0.1', '::1'];
    case '0.0.0.0':
      return ['127.0.0.1'];
    case '::':
      return ['::1'];
    default:
      return [address];
  }
}
