import type { Listener, Protocol } from '../../../shared/listener.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import {
  isListenerByRule,
  isOnWatchedAddress,
  type RealPaths,
} from '../../core/verdicts/verdict.ts';
import type { KillAsked } from '../arguments/parse-kill.ts';

export interface KillTarget {
  readonly kind: 'found';
  readonly port: number;
  readonly protocol: Protocol;
  readonly isAsked: (listener: Listener) => boolean;
  /** The watched ports of this number. */
  readonly watched: readonly WatchedPort[];
}

export type FoundTarget =
  | KillTarget
  | { readonly kind: 'unknown-name'; readonly name: string; readonly known: readonly WatchedPort[] }
  | {
      readonly kind: 'ambiguous-name';
      readonly name: string;
      readonly fitting: readonly WatchedPort[];
    };

/** Which port is meant, by its number or by the name that it is watched under. */
export function findTarget(
  { target, protocol }: Pick<KillAsked, 'target' | 'protocol'>,
  watchedPorts: readonly WatchedPort[],
): FoundTarget {
  const isWanted = (one: WatchedPort): boolean =>
    protocol === undefined || one.protocol === protocol;
  if (target.kind === 'port') {
    const { port } = target;
    const wanted = protocol ?? 'tcp';
    const isSame = (one: { readonly port: number; readonly protocol: Protocol }): boolean =>
      one.port === port && one.protocol === wanted;
    const watched = watchedPorts.filter(isSame);
    return { kind: 'found', port, protocol: wanted, isAsked: isSame, watched };
  }
  const { name } = target;
  const fitting = findByName(name, watchedPorts).filter(isWanted);
  const [one] = fitting;
  if (one === undefined) return { kind: 'unknown-name', name, known: watchedPorts };
  if (fitting.length > 1) return { kind: 'ambiguous-name', name, fitting };
  return {
    kind: 'found',
    port: one.port,
    protocol: one.protocol,
    // Who listens on another address than the watched one is nobody's squatter.
    isAsked: (listener) => isOnWatchedAddress(listener, one),
    watched: watchedPorts.filter(
      ({ port, protocol }) => port === one.port && protocol === one.protocol,
    ),
  };
}

/** As it is written, or in any case where that fits nothing. */
export function findByName(
  name: string,
  watchedPorts: readonly WatchedPort[],
): readonly WatchedPort[] {
  const exact = watchedPorts.filter((one) => one.name === name);
  if (exact.length > 0) return exact;
  return watchedPorts.filter((one) => one.name.toLowerCase() === name.toLowerCase());
}

/** The watched ports that expect one of these; who may be anybody is nobody's own. */
export function listExpectedBy(
  subject: Pick<Listener, 'owners' | 'container'>,
  watched: readonly WatchedPort[],
  realPaths: RealPaths,
): readonly string[] {
  return watched
    .filter(({ expectedOwner, acceptedOwners }) =>
      [expectedOwner, ...acceptedOwners].some(
        (rule) => rule.kind !== 'anybody' && isListenerByRule(subject, rule, realPaths),
      ),
    )
    .map(({ name }) => name);
}

/** Why a name leads to no port, or to several. */
export function toTargetProblemText(
  problem: Exclude<FoundTarget, KillTarget>,
  t: Translate,
): string {
  const name = toSafeText(problem.name);
  if (problem.kind === 'ambiguous-name') {
    const ports = problem.fitting
      .map(({ port, protocol }) => `${port} ${protocol}`)
      .join(t('list.separator'));
    return t('command.kill-ambiguous-name', { name, ports });
  }
  const names = [...new Set(problem.known.map((one) => toSafeText(one.name)))];
  return names.length === 0
    ? t('command.kill-no-names', { name })
    : t('command.kill-unknown-name', { name, names: names.join(t('list.separator')) });
}
