import { Copy, ExternalLink } from 'lucide-react';
import { MenuItem } from 'react-aria-components/Menu';
import { IconButton } from '../components/Button.tsx';
import { MoreMenu } from '../components/MoreMenu.tsx';
import { toListenerLinks } from '../lists/listener-links.ts';
import { useActs } from '../popover/acts.ts';
import { useWords } from '../words/WordsProvider.tsx';
import type { Subject } from './subject.ts';

/** What can be opened and copied: the page, its address, the folder, the command. */
export function LinkActs({ subject }: { readonly subject: Subject }) {
  const { t } = useWords();
  const acts = useActs();
  const { itemId, port, listeners, view } = subject;
  const protocol = listeners[0]?.protocol ?? view?.watchedPort.protocol ?? 'tcp';
  const links = toListenerLinks(port, protocol, listeners);
  const { listenerKey, url, folder, command, commandLine } = links;
  return (
    <div className="link-acts">
      {url !== undefined && listenerKey !== undefined && (
        <>
          <span className="link-url one-line evidence" dir="ltr">
            {url}
          </span>
          <IconButton
            label={t('link.open-page')}
            onPress={() => acts.openPage(itemId, listenerKey)}
          >
            <ExternalLink size={16} aria-hidden="true" />
          </IconButton>
          <IconButton label={t('link.copy-url')} onPress={() => acts.copyFor(itemId, url)}>
            <Copy size={16} aria-hidden="true" />
          </IconButton>
        </>
      )}
      <MoreMenu>
        {folder !== undefined && listenerKey !== undefined && (
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
    </div>
  );
}
