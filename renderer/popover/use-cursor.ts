import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

export interface Cursor {
  readonly id: string | undefined;
  /** Moves by so many items, and focuses where it arrives. */
  moveBy(steps: number): void;
  moveTo(id: string): void;
  /** Follows the focus that a click or Tab has set. */
  follow(focused: Element): void;
  /** The focus was taken elsewhere, and is not to be brought back. */
  release(left: Element): void;
}

/** One cursor over all the lists of the popover, moved by the arrow keys. */
export function useCursor(ids: readonly string[]): Cursor {
  const [id, setId] = useState<string>();
  const [focusCount, setFocusCount] = useState(0);
  const lastIndex = useRef(0);
  const index = id === undefined ? -1 : ids.indexOf(id);
  const hasFocus = useRef(false);
  const latest = useRef({ ids, index });
  useLayoutEffect(() => {
    latest.current = { ids, index };
    if (index !== -1) lastIndex.current = index;
  });

  const moveTo = useCallback((to: string) => {
    setId(to);
    setFocusCount((count) => count + 1);
  }, []);

  // Only a deliberate move takes the focus; a new snapshot never does.
  useEffect(() => {
    if (focusCount === 0 || id === undefined) return;
    const element = document.querySelector<HTMLElement>(`[data-item-id="${CSS.escape(id)}"]`);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest' });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a move to the same item counts too
  }, [focusCount]);

  // The item under the cursor is gone (killed, filtered), or is drawn anew as another element:
  // whoever works with the keyboard goes on from where they were.
  useEffect(() => {
    if (id === undefined) return;
    const next = index === -1 ? ids[Math.min(lastIndex.current, ids.length - 1)] : id;
    if (hasFocus.current && document.activeElement === document.body && next !== undefined) {
      moveTo(next);
    } else if (index === -1) {
      setId(next);
    }
  }, [id, index, ids, moveTo]);

  const follow = useCallback((focused: Element) => {
    hasFocus.current = true;
    const item = focused.closest<HTMLElement>('[data-item-id]');
    if (item?.dataset['itemId'] !== undefined) setId(item.dataset['itemId']);
  }, []);

  const release = useCallback((left: Element) => {
    // An element that is taken out of the document loses the focus too; that is no leaving.
    setTimeout(() => {
      if (left.isConnected && document.activeElement === document.body) hasFocus.current = false;
    });
  }, []);

  const moveBy = useCallback(
    (steps: number) => {
      const { ids: all, index: from } = latest.current;
      const start = from === -1 ? (steps > 0 ? -1 : all.length) : from;
      const to = all[Math.min(all.length - 1, Math.max(0, start + steps))];
      if (to !== undefined) moveTo(to);
    },
    [moveTo],
  );

  return { id, moveBy, moveTo, follow, release };
}
