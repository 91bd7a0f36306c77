import { ListFilter } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import type { GroupBy, SortBy } from '../../shared/settings.ts';
import { useWords } from '../words/WordsProvider.tsx';
import type { ListingState } from './use-listing.ts';

export const SORTS = ['port', 'name', 'newest'] as const satisfies readonly SortBy[];
export const GROUPS = ['project', 'process', 'none'] as const satisfies readonly GroupBy[];

/** How the listeners are sorted and grouped. */
export function ListingMenu({ listing }: { readonly listing: ListingState }) {
  const { t } = useWords();
  return (
    <MenuTrigger>
      <AriaButton className="icon-button small" aria-label={t('listing.menu')}>
        <span title={t('listing.menu')}>
          <ListFilter size={16} aria-hidden="true" />
        </span>
      </AriaButton>
      <Popover className="menu-popover" placement="bottom end" offset={4}>
        <Menu className="menu" aria-label={t('listing.menu')}>
          <Choices
            title={t('listing.sort-by')}
            values={SORTS}
            value={listing.sortBy}
            toLabel={(sortBy) => t(`listing.sort-${sortBy}`)}
            onChange={(sortBy) => listing.change({ sortBy })}
          />
          <Choices
            title={t('listing.group-by')}
            values={GROUPS}
            value={listing.groupBy}
            toLabel={(groupBy) => t(`listing.group-${groupBy}`)}
            onChange={(groupBy) => listing.change({ groupBy })}
          />
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function Choices<Value extends string>(props: {
  readonly title: string;
  readonly values: readonly Value[];
  readonly value: Value;
  readonly toLabel: (value: Value) => string;
  readonly onChange: (value: Value) => void;
}) {
  const { values, value, toLabel, onChange } = props;
  return (
    <MenuSection
      className="menu-section"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = values.find((one) => keys !== 'all' && keys.has(one));
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      <Header className="menu-header">{props.title}</Header>
      {values.map((one) => (
        <MenuItem key={one} id={one} className="menu-item checkable">
          {toLabel(one)}
        </MenuItem>
      ))}
    </MenuSection>
  );
}
