import { useEffect, useRef, type RefObject } from 'react';
import { invoke } from '../bridge.ts';
import { toKillTarget, toWatchedItemId, type Acts } from './acts.ts';
import { toShown, toSquatting, toVictims } from '../lists/evidence.ts';
import { toPrimaryAct } from '../lists/primary-act.ts';
import type { Cursor } from './use-cursor.ts';
import type { PopoverLists } from './use-popover-lists.ts';

const PAGE = 10;

interface Context {
  readonly lists: PopoverLists;
  readonly cursor: Cursor;
  readonly acts: Acts;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly searchText: string;
  readonly onSearch: (text: string) => void;
  readonly openId: string | undefined;
  readonly foldedIds: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** The popover is used with the keyboard alone; dialogs and menus keep their own keys. */
export function usePopoverKeys(context: Context): void {
  const latest = useRef(context);
  useEffect(() => {
    latest.current = context;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!(target instanceof HTMLElement)) return;
      if (target !== document.body && target.closest('.popover') === null) return;
      if (handleKey(event.key, target, latest.current)) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Whether the key meant something here. */
function handleKey(key: string, target: HTMLElement, context: Context): boolean {
  const { cursor, search, searchText } = context;
  if (key === 'Escape') {
    if (searchText !== '') context.onSearch('');
    else void invoke('window.close', {}).catch(() => {});
    return true;
  }
  if (target === search.current) {
    const leaves = key === 'ArrowDown' || (key === 'Enter' && searchText !== '');
    // What was searched for, not the heading of its group.
    const first = context.lists.itemIds.find((id) => !id.startsWith('group:'));
    if (leaves && first !== undefined) cursor.moveTo(first);
    return leaves;
  }
  if (key === '/') {
    search.current?.focus();
    search.current?.select();
    return true;
  }
  if (key === 'ArrowUp' && cursor.id !== undefined && cursor.id === context.lists.itemIds[0]) {
    search.current?.focus();
    return true;
  }
  const steps = moves[key];
  if (steps !== undefined) {
    cursor.moveBy(steps);
    return true;
  }
  return handleItemKey(key, target, context);
}

const moves: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  Home: -Infinity,
  End: Infinity,
};

function handleItemKey(key: string, target: HTMLElement, context: Context): boolean {
  const { cursor, lists } = context;
  const { id } = cursor;
  if (id === undefined) return false;
  const isOnItem = target.dataset['itemId'] === id;
  const conflict = lists.conflicts.find((view) => toWatchedItemId(view.watchedPort.id) === id);
  if (isOnItem && (key === 'Enter' || key === ' ')) {
    if (conflict === undefined) context.toggle(id);
    else if (toPrimaryAct(conflict)?.kind === 'move') context.acts.planMove(conflict.watchedPort);
    else target.querySelector('button')?.focus();
    return true;
  }
  if (isOnItem && (key === 'ArrowLeft' || key === 'ArrowRight')) {
    if (conflict === undefined) fold(key === 'ArrowRight', id, context);
    return true;
  }
  switch (key.toLowerCase()) {
    case 'k':
      return killItem(id, context);
    case 'm':
      return moveItem(id, context);
    case 'w':
      return watchItem(id, context);
    default:
      return false;
  }
}

/** Right opens, left closes; left on a closed row goes to its group. */
function fold(isOpening: boolean, id: string, context: Context): void {
  const isGroup = id.startsWith('group:');
  const isOpen = isGroup ? !context.foldedIds.has(id) : context.openId === id;
  if (isOpen !== isOpening) {
    context.toggle(id);
  } else if (!isOpening && !isGroup) {
    const row = context.lists.flat.find((one) => one.id === id);
    if (row?.kind === 'listener') context.cursor.moveTo(row.groupId);
  }
}

function killItem(id: string, { lists, acts, onOpen }: Context): boolean {
  const view = [...lists.conflicts, ...lists.others].find(
    ({ watchedPort }) => toWatchedItemId(watchedPort.id) === id,
  );
  if (view !== undefined) {
    const { port } = view.watchedPort;
    const [victim] = toVictims(toSquatting(view, lists.evidence.get(view.watchedPort.id) ?? []));
    if (victim === undefined) return false;
    acts.planKill(toKillTarget(victim, id, port));
    return true;
  }
  const row = lists.flat.find((one) => one.id === id);
  if (row?.kind !== 'listener') return false;
  onOpen(id);
  const [listener] = row.row.listeners;
  const { key: listenerKey, port } = listener;
  acts.planKill({ subjectId: id, listenerKey, ...toShown([listener]), port });
  return true;
}

function moveItem(id: string, { lists, acts }: Context): boolean {
  const view = [...lists.conflicts, ...lists.others].find(
    ({ watchedPort }) => toWatchedItemId(watchedPort.id) === id,
  );
  if (view !== undefined) acts.planMove(view.watchedPort);
  return view !== undefined;
}

function watchItem(id: string, { lists, acts }: Context): boolean {
  const row = lists.flat.find((one) => one.id === id);
  if (row?.kind !== 'listener') return false;
  if (row.row.listeners.some(({ key }) => lists.states.has(key))) acts.openSettings();
  else acts.askWatch(row.row);
  return true;
}
