import { BellOff } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { FURTHER_NOTICE, type MutePeriod } from '../../shared/mute.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { send } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { Foreign } from '../words/Say.tsx';
import { formatInstant } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';

/** The watched ports whose conflicts are not told for now, and how to ignore another one. */
export function IgnoredPorts({ snapshot }: { readonly snapshot: Snapshot }) {
  const { t, locale, nowMs } = useWords();
  const muted = snapshot.watched.flatMap(({ watchedPort, mutedUntil }) =>
    mutedUntil === undefined ? [] : [{ watchedPort, mutedUntil }],
  );
  const others = snapshot.watched.flatMap(({ watchedPort, mutedUntil }) =>
    mutedUntil === undefined ? [watchedPort] : [],
  );
  return (
    <>
      <div className="group-head">
        <h3 className="group-title">{t('notifications.ignored')}</h3>
        {others.length > 0 && <IgnoreMenu watchedPorts={others} />}
      </div>
      {muted.length === 0 && <p className="muted">{t('notifications.none-ignored')}</p>}
      {muted.length > 0 && (
        <ul className="setting-list">
          {muted.map(({ watchedPort, mutedUntil }) => (
            <li key={watchedPort.id} className="setting list-line">
              <span className="cell-port">{watchedPort.port}</span>
              <span className="one-line">
                <Foreign text={watchedPort.name} />{' '}
                <span className="muted">
                  {mutedUntil === FURTHER_NOTICE
                    ? t('notifications.until-further-notice')
                    : t('notifications.until', {
                        until: formatInstant(mutedUntil, nowMs, { locale }),
                      })}
                </span>
              </span>
              <Button isSmall onPress={() => mute(watchedPort, 'over')}>
                {t('row.unmute')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function IgnoreMenu({ watchedPorts }: { readonly watchedPorts: readonly WatchedPort[] }) {
  const { t } = useWords();
  const sorted = watchedPorts.toSorted((a, b) => a.port - b.port);
  return (
    <MenuTrigger>
      <Button isSmall>
        <BellOff size={14} aria-hidden="true" />
        {t('notifications.ignore')}
      </Button>
      <Popover className="menu-popover" placement="bottom end" offset={4}>
        <Menu className="menu">
          {sorted.map((watchedPort) => (
            <MenuItem
              key={watchedPort.id}
              className="menu-item"
              textValue={`${watchedPort.port} ${watchedPort.name}`}
              onAction={() => mute(watchedPort, 'further-notice')}
            >
              <span className="ignore-item one-line">
                <span className="ignore-port">{watchedPort.port}</span>{' '}
                <Foreign text={watchedPort.name} />
              </span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function mute({ id }: WatchedPort, period: MutePeriod): void {
  send('watched-port.mute', { watchedPortId: id, period });
}
