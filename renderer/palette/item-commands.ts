import { hasSquatter } from '../../shared/squatter.ts';
import type { Listener } from '../../shared/listener.ts';
import type { WatchedView } from '../../shared/snapshot.ts';
import type { Subject } from '../detail/subject.ts';
import { toShown, toSquatting, toVictims } from '../lists/evidence.ts';
import { toListenerLinks } from '../lists/listener-links.ts';
import { toKillTarget } from '../popover/acts.ts';
import { toPlainText } from '../words/saying.ts';
import type { PaletteCommand, PaletteContext } from './palette-context.ts';

const MUTES = ['hour', 'until-morning', 'further-notice'] as const;

/** What can be done about the port under the cursor, whether by a key, a button or a menu. */
export function toItemCommands(
  subject: Subject,
  { t, acts }: Pick<PaletteContext, 't' | 'acts'>,
): readonly PaletteCommand[] {
  const { itemId, port, view, row, listeners } = subject;
  const protocol = listeners[0]?.protocol ?? view?.watchedPort.protocol ?? 'tcp';
  const { listenerKey, url, folder, command } = toListenerLinks(port, protocol, listeners);
  const victims = toVictims(view === undefined ? listeners : toSquatting(view, listeners));
  const commands: (PaletteCommand | false)[] = [
    { id: 'why', label: t('act.why'), cap: 'Y', run: () => acts.showDetail(itemId) },
    ...victims.map((victim, index) => ({
      id: `kill-${victim.listenerKey}`,
      label: toPlainText(t, victim.saying),
      ...(index === 0 && { cap: 'K' }),
      run: () => acts.planKill(toKillTarget(victim, itemId, port)),
    })),
    view !== undefined && {
      id: 'move',
      label: t('palette.move', { name: view.watchedPort.name }),
      cap: 'M',
      run: () => acts.planMove(view.watchedPort),
    },
    ...(view === undefined ? [] : toWatchedCommands(view, listeners, { t, acts })),
    view === undefined &&
      row !== undefined && {
        id: 'watch',
        label: t('nothing-watched.watch', { port: String(port) }),
        cap: 'W',
        run: () => acts.askWatch(row),
      },
    url !== undefined &&
      listenerKey !== undefined && {
        id: 'open-page',
        label: t('link.open-page'),
        cap: 'O',
        run: () => acts.openPage(itemId, listenerKey),
      },
    url !== undefined && {
      id: 'copy-url',
      label: t('link.copy-url'),
      cap: 'C',
      run: () => acts.copyFor(itemId, url),
    },
    folder !== undefined &&
      listenerKey !== undefined && {
        id: 'open-folder',
        label: t('link.open-folder'),
        run: () => acts.openFolder(itemId, listenerKey),
      },
    {
      id: 'copy-as-command',
      label: t('link.copy-as-command'),
      run: () => acts.copyFor(itemId, command),
    },
  ];
  return commands.filter((one) => one !== false);
}

/** What only a watched port has. */
function toWatchedCommands(
  { watchedPort, verdict, mutedUntil, isHoldWanted }: WatchedView,
  listeners: readonly Listener[],
  { t, acts }: Pick<PaletteContext, 't' | 'acts'>,
): readonly PaletteCommand[] {
  const isConflict = verdict.kind === 'conflict';
  const isMuted = mutedUntil !== undefined;
  const commands: (PaletteCommand | false)[] = [
    isConflict &&
      hasSquatter(verdict) && {
        id: 'accept',
        label: t('card.accept'),
        run: () => acts.acceptOwner(watchedPort, toShown(listeners)),
      },
    ...MUTES.map(
      (period) =>
        isConflict &&
        !isMuted && {
          id: `mute-${period}`,
          label: t(`card.mute-${period}`),
          run: () => acts.mute(watchedPort, period),
        },
    ),
    isMuted && {
      id: 'unmute',
      label: t('row.unmute'),
      run: () => acts.mute(watchedPort, 'over'),
    },
    verdict.kind === 'free' && {
      id: 'hold',
      label: t('row.hold'),
      run: () => acts.hold(watchedPort),
    },
    (verdict.kind === 'held' || isHoldWanted === true) && {
      id: 'let-go',
      label: t('row.let-go'),
      run: () => acts.letGo(watchedPort),
    },
    {
      id: 'edit',
      label: t('card.edit'),
      cap: 'W',
      run: () => acts.openSettings(watchedPort.id),
    },
  ];
  return commands.filter((one) => one !== false);
}
