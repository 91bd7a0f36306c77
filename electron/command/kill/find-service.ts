import { parsePort } from '../../../shared/port-text.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import { listSameService, type WatchedPort } from '../../../shared/watched-port.ts';
import { findByName } from './kill-target.ts';

export type FoundService =
  | { readonly kind: 'found'; readonly service: readonly [WatchedPort, ...WatchedPort[]] }
  | { readonly kind: 'not-found' | 'ambiguous'; readonly sentence: string };

/**
 * The one watched service of this name, with both of its protocols; or that of this port, because
 * the app lets two services have the same name.
 */
export function findService(
  word: string,
  watchedPorts: readonly WatchedPort[],
  t: Translate,
): FoundService {
  const named = findByName(word, watchedPorts);
  const asked = named.length > 0 ? named : listOnPort(word, watchedPorts);
  const [first] = asked;
  const name = toSafeText(word);
  if (first === undefined)
    return { kind: 'not-found', sentence: t('command.unknown-name', { name }) };
  const service = listSameService(asked, first);
  if (service.length === asked.length) return { kind: 'found', service };
  const fitting = asked.map((one) => `${toSafeText(one.name)} (${one.port} ${one.protocol})`);
  return {
    kind: 'ambiguous',
    sentence: t('command.ambiguous-name', { name, fitting: fitting.join(t('list.separator')) }),
  };
}

function listOnPort(word: string, watchedPorts: readonly WatchedPort[]): readonly WatchedPort[] {
  const parsed = parsePort(word);
  return watchedPorts.filter(({ port }) => parsed.kind === 'port' && port === parsed.port);
}
