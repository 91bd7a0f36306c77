import type { MessageKey } from '../../shared/messages/translator.ts';

export interface Shortcut {
  /** As printed on the keyboard; one cap a key. */
  readonly caps: readonly string[];
  readonly key: MessageKey;
}

const isMac = navigator.userAgent.includes('Macintosh');

/** How the key is called that goes with a letter for a command. */
export const COMMAND_CAP = isMac ? '\u2318' : 'Ctrl';

/** Every key of the popover, in the order in which a person needs them. */
export const SHORTCUTS: readonly (readonly Shortcut[])[] = [
  [
    { caps: ['/'], key: 'shortcuts.search' },
    { caps: ['\u2191', '\u2193'], key: 'shortcuts.choose' },
    { caps: ['\u2190', '\u2192'], key: 'shortcuts.fold' },
    { caps: ['\u21b5'], key: 'shortcuts.open' },
    { caps: ['Esc'], key: 'shortcuts.back' },
  ],
  [
    { caps: ['Y'], key: 'shortcuts.why' },
    { caps: ['K'], key: 'shortcuts.kill' },
    { caps: ['M'], key: 'shortcuts.move' },
    { caps: ['W'], key: 'shortcuts.watch' },
    { caps: ['O'], key: 'shortcuts.open-page' },
    { caps: ['C'], key: 'shortcuts.copy-url' },
  ],
  [
    { caps: [COMMAND_CAP, 'K'], key: 'shortcuts.palette' },
    { caps: ['?'], key: 'shortcuts.shortcuts' },
  ],
];

/** What can be written in the search, with an example each. */
export const SEARCH_EXAMPLES: readonly { readonly example: string; readonly key: MessageKey }[] = [
  { example: 'port:3000-3999,8080', key: 'shortcuts.filter-port' },
  { example: 'pid:4242', key: 'shortcuts.filter-pid' },
  { example: 'user:root', key: 'shortcuts.filter-user' },
  { example: 'project:shop', key: 'shortcuts.filter-project' },
  { example: 'name:vite', key: 'shortcuts.filter-name' },
];
