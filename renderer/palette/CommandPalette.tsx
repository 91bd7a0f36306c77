import { Search } from 'lucide-react';
import { useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Header } from 'react-aria-components/Header';
import { Input } from 'react-aria-components/Input';
import { Menu, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { SearchField } from 'react-aria-components/SearchField';
import { KeyCap } from '../components/KeyCap.tsx';
import { useActs } from '../popover/acts.ts';
import { Foreign } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { findPaletteSections } from './palette-commands.ts';
import type { PaletteCommand, PaletteContext } from './palette-context.ts';
import '../components/search-box.css';
import './palette.css';

/** Everything that can be done, by its name; and every port, by anything. */
export function CommandPalette(context: Omit<PaletteContext, 'acts' | 't'>) {
  const { t } = useWords();
  const acts = useActs();
  const [text, setText] = useState('');
  const sections = findPaletteSections(text, { ...context, acts, t });

  const run = (command: PaletteCommand) => {
    acts.closeDialog();
    // After the palette has gone, so that the focus goes where the command sends it.
    setTimeout(command.run);
  };

  return (
    <ModalOverlay
      className="scrim palette-scrim"
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) acts.closeDialog();
      }}
    >
      <Modal className="dialog palette">
        <Dialog className="dialog-inside" aria-label={t('palette.title')}>
          <Autocomplete inputValue={text} onInputChange={setText}>
            <SearchField className="palette-search" aria-label={t('palette.title')} autoFocus>
              <Search size={16} aria-hidden="true" />
              <Input className="bare-input" placeholder={t('palette.hint')} spellCheck={false} />
            </SearchField>
            {/* Its items are reached from the field; it scrolls by itself for who uses a pointer. */}
            <section className="palette-list" aria-label={t('palette.title')} tabIndex={0}>
              <Menu
                className="menu"
                aria-label={t('palette.title')}
                renderEmptyState={() => <p className="palette-empty">{t('palette.nothing')}</p>}
              >
                {sections.map((section) => (
                  <MenuSection key={section.id} className="menu-section">
                    <Header className="menu-header">{section.title}</Header>
                    {section.commands.map((command) => (
                      <MenuItem
                        key={command.id}
                        id={`${section.id}/${command.id}`}
                        className="menu-item"
                        textValue={command.label}
                        onAction={() => run(command)}
                      >
                        <span className="one-line palette-label">
                          <Foreign text={command.label} />
                        </span>
                        {command.cap !== undefined && <KeyCap>{command.cap}</KeyCap>}
                      </MenuItem>
                    ))}
                  </MenuSection>
                ))}
              </Menu>
            </section>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
