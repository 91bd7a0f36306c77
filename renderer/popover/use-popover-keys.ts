import { useEffect, useRef, type RefObject } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { findSubject } from '../detail/subject.ts';
import { toKillTarget, toWatchedItemId, type Acts } from './acts.ts';
import { toShown, toSquatting, toVictims } from '../lists/evidence.ts';
import { toListenerLinks } from '../lists/listener-links.ts';
import { toPrimaryAct } from '../lists/primary-act.ts';
import type { Cursor } from './use-cursor.ts';
import type { PopoverLists } from './use-popover-lists.ts';
import { windowActs } from './window-acts.ts';

const PAGE = 10;

interface Context {
  readonly snapshot: Snapshot;
  readonly lists: PopoverLists;
  readonly cursor: Cursor;
  readonly acts: Acts;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly searchText: string;
  readonly onSearch: (text: string) => void;
  readonly openId: string | undefined;
  readonly toggle: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly closeDetail: () => void;
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
      if (event.defaultPrevented || event.altKey || !(target instanceof HTMLElement)) return;
      if (target !== document.body && target.closest('.popover') === null) return;
      if (event.ctrlKey || event.metaKey) {
        if (event.key.toLowerCase() !== 'k') return;
        event.preventDefault();
        latest.current.acts.openPalette();
        return;
      }
      if (handleKey(event.key, target, latest.current)) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Whether the key meant something here. */
function handleKey(key: string, target: HTMLElement, context: Context): boolean {
  const { cursor, search, searchText } = context;
  const isInPane = target.closest('.detail') !== null;
  if (key === 'Escape') {
    if (context.acts.detailId !== undefined) context.closeDetail();
    else if (searchText !== '') context.onSearch('');
    // A window that the person pinned goes only when it is told to.
    else if (!context.snapshot.settings.isPinned) windowActs.close();
    return true;
  }
  if (target === search.current) {
    const leaves = key === 'ArrowDown' || (key === 'Enter' && searchText !== '');
    // What was searched for, not the heading of its group.
    const first = context.lists.itemIds.find((id) => !id.startsWith('group:'));
    if (leaves && first !== undefined) cursor.moveTo(first);
    return leaves;
  }
  if (key === '?') {
    context.acts.openShortcuts();
    return true;
  }
  if (isInPane) return handleItemKey(key, target, context, context.acts.detailId);
  const beginsPort = /^\d$/.test(key);
  if (key === '/' || beginsPort) {
    search.current?.focus();
    search.current?.select();
    // A digit goes into the field that has the focus now.
    return !beginsPort;
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
  return handleItemKey(key, target, context, cursor.id);
}

const moves: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  Home: -Infinity,
  End: Infinity,
};

function handleItemKey(
  key: string,
  target: HTMLElement,
  context: Context,
  id: string | undefined,
): boolean {
  const { lists } = context;
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
    case 'y':
      context.acts.showDetail(id.startsWith('group:') ? undefined : id);
      return true;
    case 'o':
    case 'c':
      return openItem(key.toLowerCase() === 'o', id, context);
    default:
      return false;
  }
}

/** Right opens, left closes; left on a closed row goes to its group. */
function fold(isOpening: boolean, id: string, context: Context): void {
  const isGroup = id.startsWith('group:');
  const isOpen = isGroup ? !context.lists.folded.has(id) : context.openId === id;
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
  const [listener] = row.row.listeners;
  const { key: listenerKey, port } = listener;
  if (lists.states.get(listenerKey) === 'held') return false;
  onOpen(id);
  acts.planKill({ subjectId: id, listenerKey, ...toShown([listener]), port });
  return true;
}

function moveItem(id: string, { lists, acts }: Context): boolean {
  const subject = findSubject(id, lists);
  if (subject?.view !== undefined) acts.planMove(subject.view.watchedPort);
  else if (subject?.row !== undefined) acts.askWatch(subject.row, true);
  return subject !== undefined;
}

function watchItem(id: string, { lists, acts }: Context): boolean {
  const subject = findSubject(id, lists);
  if (subject?.view !== undefined) acts.openSettings(subject.view.watchedPort.id);
  else if (subject?.row !== undefined) acts.askWatch(subject.row);
  return subject !== undefined;
}

/** Opens the page of a listener in the browser, or copies its address. */
function openItem(isOpening: boolean, id: string, { lists, acts }: Context): boolean {
  const subject = findSubject(id, lists);
  const protocol = subject?.listeners[0]?.protocol;
  if (subject === undefined || protocol === undefined) return false;
  const { url, listenerKey } = toListenerLinks(subject.port, protocol, subject.listeners);
  if (url === undefined || listenerKey === undefined) return false;
  if (isOpening) acts.openPage(id, listenerKey);
  else acts.copyFor(id, url);
  return true;
}
