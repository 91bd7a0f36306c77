import type { ProcessIdentity } from '../../../shared/listener.ts';
import type { MutePeriod } from '../../../shared/mute.ts';

/* The tray as data: an icon, a line, and a menu whose clicks ask for something. */

/** What a click in the tray's menu asks for. */
export type TrayAction =
  | {
      readonly kind: 'kill';
      readonly listenerKey: string;
      /** Whom the line names. */
      readonly shown: readonly ProcessIdentity[];
      readonly shownContainers: readonly string[];
    }
  | { readonly kind: 'reassign'; readonly watchedPortId: string }
  | {
      readonly kind: 'accept-owner';
      readonly watchedPortId: string;
      readonly shown: readonly ProcessIdentity[];
      readonly shownContainers: readonly string[];
    }
  | { readonly kind: 'mute'; readonly watchedPortId: string; readonly period: MutePeriod }
  | { readonly kind: 'let-go'; readonly watchedPortId: string }
  | { readonly kind: 'show'; readonly watchedPortId: string }
  | { readonly kind: 'undo'; readonly entryId: string }
  | { readonly kind: 'pause'; readonly isPaused: boolean }
  | { readonly kind: 'open'; readonly window: 'popover' | 'settings' | 'history' }
  | { readonly kind: 'quit' };

export interface TrayActionItem {
  readonly kind: 'action';
  readonly label: string;
  readonly action: TrayAction;
}

export type TrayItem =
  | { readonly kind: 'separator' }
  /** A line to read; it cannot be clicked. */
  | { readonly kind: 'text'; readonly label: string }
  | TrayActionItem
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayItem[] };

/** The icon's state; the shapes differ, so that no colour is needed to tell them apart. */
export type TrayIconState =
  | { readonly kind: 'calm' | 'paused' | 'not-watching' }
  | { readonly kind: 'conflict'; readonly count: number };

/** Everything the tray shows, as data. */
export interface TrayModel {
  readonly icon: TrayIconState;
  readonly tooltip: string;
  readonly menu: readonly TrayItem[];
}
