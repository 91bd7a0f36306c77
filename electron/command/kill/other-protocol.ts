import type { Listener, Protocol } from '../../../shared/listener.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import { toHolderText } from '../../core/wording.ts';

/** Who holds the same number on the other protocol, for those who find nobody on this one. */
export function toOtherProtocolText(
  asked: { readonly port: number; readonly protocol: Protocol },
  listeners: readonly Listener[],
  homeFolder: string,
  t: Translate,
): string | undefined {
  const protocol = asked.protocol === 'tcp' ? 'udp' : 'tcp';
  const held = listeners.filter((one) => one.port === asked.port && one.protocol === protocol);
  const [first] = held;
  if (first === undefined) return undefined;
  const isHidden = first.owners.length === 0 && first.container === undefined;
  return t('command.other-protocol', {
    protocol: protocol.toUpperCase(),
    port: String(asked.port),
    holder: isHidden
      ? t('why.holder-hidden', { user: toSafeText(first.user, 40) })
      : toHolderText(held, homeFolder, t),
    flag: protocol === 'udp' ? '--udp' : '--protocol tcp',
  });
}
