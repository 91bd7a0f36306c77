import { Copy, ExternalLink } from 'lucide-react';
import { MenuItem } from 'react-aria-components/Menu';
import { IconButton } from '../components/Button.tsx';
import { MoreMenu } from '../components/MoreMenu.tsx';
import { toListenerLinks } from '../lists/listener-links.ts';
import { useActs } from '../popover/acts.ts';
import { useWords } from '../words/WordsProvider.tsx';
import type { Subject } from './subject.ts';

/** What can be opened and copied: the page and its address, or else the command; the folder. */
export function LinkActs({ subject }: { readonly subject: Subject }) {
  const { t } = useWords();
  const acts = useActs();
  const { itemId, port, listeners, view } = subject;
  const protocol = listeners[0]?.protocol ?? view?.watchedPort.protocol ?? 'tcp';
  const links = toListenerLinks(port, protocol, listeners);
  const { listenerKey, url, folder, command, commandLine } = links;
  return (
    <div className="link-acts">
      <span className="link-url one-line evidence" dir="ltr">
        {url ?? command}
      </span>
      {url !== undefined && listenerKey !== undefined && (
        <IconButton label={t('link.open-page')} onPress={() => acts.openPage(itemId, listenerKey)}>
          <ExternalLink size={16} aria-hidden="true" />
        </IconButton>
      )}
      <IconButton
        label={t(url === undefined ? 'link.copy-as-command' : 'link.copy-url')}
        onPress={() => acts.copyFor(itemId, url ?? command)}
      >
        <Copy size={16} aria-hidden="true" />
      </IconButton>
      {/* Of a port that nobody listens on there is no more than its command. */}
      {listenerKey !== undefined && (
        <MoreMenu>
          {folder !== undefined && (
            <MenuItem className="menu-item" onAction={() => acts.openFolder(itemId, listenerKey)}>
              {t('link.open-folder')}
            </MenuItem>
          )}
          <MenuItem className="menu-item" onAction={() => acts.copyFor(itemId, command)}>
            {t('link.copy-as-command')}
          </MenuItem>
          {commandLine !== undefined && (
            <MenuItem className="menu-item" onAction={() => acts.copyFor(itemId, commandLine)}>
              {t('link.copy-command-line')}
            </MenuItem>
          )}
        </MoreMenu>
      )}
    </div>
  );
}
