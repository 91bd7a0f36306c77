import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import { listSameService, type WatchedPort } from '../../../shared/watched-port.ts';
import { findTarget, type FoundTarget } from '../kill/kill-target.ts';
import type { ReassignAsked } from '../arguments/parse-reassign.ts';

export type MoveTarget =
  | { readonly kind: 'found'; readonly watched: WatchedPort }
  | {
      readonly kind: 'unwatched' | 'unknown-name' | 'ambiguous';
      /** What a person is told. */
      readonly sentence: string;
    };

/** The one watched service that is meant, by its port or by its name. */
export function findMoveTarget(
  asked: Pick<ReassignAsked, 'target' | 'protocol'>,
  watchedPorts: readonly WatchedPort[],
  t: Translate,
): MoveTarget {
  const found = findTarget(asked, watchedPorts);
  if (found.kind === 'ambiguous-name') {
    const [one, ...others] = found.fitting;
    const isOneService =
      one !== undefined && listSameService(watchedPorts, one).length > others.length;
    return isOneService ? { kind: 'found', watched: one } : toAmbiguous(found.fitting, t);
  }
  if (found.kind !== 'found') return toUnknown(found, t);
  const [watched, other] =
    asked.target.kind === 'name'
      ? found.watched.filter(isCalled(asked.target.name))
      : found.watched;
  if (watched === undefined) {
    const sentence = t('command.move-unwatched', { port: String(found.port) });
    return { kind: 'unwatched', sentence };
  }
  if (other !== undefined) return toAmbiguous([watched, other], t);
  return { kind: 'found', watched };
}

function toUnknown(
  found: Extract<FoundTarget, { kind: 'unknown-name' }>,
  t: Translate,
): MoveTarget {
  const known = [...new Set(found.known.map(({ name }) => toSafeText(name)))];
  const names = known.join(t('list.separator'));
  const name = toSafeText(found.name);
  const sentence =
    names === '' ? t('command.nothing-watched') : t('command.move-unknown-name', { name, names });
  return { kind: 'unknown-name', sentence };
}

function toAmbiguous(fitting: readonly WatchedPort[], t: Translate): MoveTarget {
  const names = fitting.map(
    ({ name, port, protocol, address }) => `${toSafeText(name)} (${port} ${protocol} ${address})`,
  );
  return {
    kind: 'ambiguous',
    sentence: t('command.move-ambiguous', { names: names.join(t('list.separator')) }),
  };
}

function isCalled(name: string): (watched: WatchedPort) => boolean {
  return (watched) => watched.name.toLowerCase() === name.toLowerCase();
}
