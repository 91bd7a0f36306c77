import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useWords } from '../words/WordsProvider.tsx';

/** Acts that are wanted less often, behind three dots; `children` are items of a menu. */
export function MoreMenu({ children }: { readonly children: ReactNode }) {
  const { t } = useWords();
  return (
    <MenuTrigger>
      <Button className="icon-button" aria-label={t('card.more')}>
        <Ellipsis size={18} aria-hidden="true" />
      </Button>
      <Popover className="menu-popover" placement="bottom end" offset={4}>
        <Menu className="menu">{children}</Menu>
      </Popover>
    </MenuTrigger>
  );
}
