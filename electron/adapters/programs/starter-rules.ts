import type { StarterKind } from '../../../shared/why.ts';

/** How to know what started a process by one of the processes above it. */
export interface StarterRule {
  readonly kind: StarterKind;
  /** What people call it. */
  readonly name: string;
  /** File names of its program, as its path, its own name or its first argument tell. */
  readonly programs?: readonly string[];
  /** Occurs in its command line, for what an interpreter runs. */
  readonly command?: RegExp;
}

/** The first rule that fits an ancestor counts. */
export const STARTER_RULES: readonly StarterRule[] = [
  { kind: 'coding-agent', name: 'Claude Code', programs: ['claude'], command: /\/claude-code\// },
  { kind: 'coding-agent', name: 'Codex', programs: ['codex'], command: /@openai\/codex/ },
  { kind: 'coding-agent', name: 'Gemini CLI', programs: ['gemini'], command: /\/gemini-cli\// },
  { kind: 'coding-agent', name: 'Copilot CLI', command: /@github\/copilot\// },
  { kind: 'coding-agent', name: 'Cursor agent', programs: ['cursor-agent'] },
  { kind: 'coding-agent', name: 'Aider', programs: ['aider'], command: /\/bin\/aider\b/ },
  { kind: 'coding-agent', name: 'OpenCode', programs: ['opencode'] },
  { kind: 'coding-agent', name: 'Goose', programs: ['goosed'] },
  { kind: 'coding-agent', name: 'Amp', command: /@sourcegraph\/amp/ },
  { kind: 'coding-agent', name: 'Qwen Code', command: /\/qwen-code\// },

  { kind: 'ide', name: 'Cursor', programs: ['cursor', 'Cursor'], command: /\/\.cursor-server\// },
  {
    kind: 'ide',
    name: 'Windsurf',
    programs: ['windsurf', 'Windsurf'],
    command: /\/\.windsurf-server\//,
  },
  { kind: 'ide', name: 'code-server', programs: ['code-server'], command: /\/code-server\// },
  {
    kind: 'ide',
    name: 'VS Code',
    programs: ['code', 'code-insiders', 'codium', 'vscodium', 'code-oss'],
    command: /\/\.vscode-server(?:-insiders)?\/|\/Visual Studio Code(?: - Insiders)?\.app\//,
  },
  { kind: 'ide', name: 'Zed', programs: ['zed', 'zed-editor', 'zeditor', 'zed-remote-server'] },
  {
    kind: 'ide',
    name: 'IntelliJ IDEA',
    programs: ['idea', 'idea.sh'],
    command: /\bcom\.intellij\.idea\.Main\b/,
  },
  { kind: 'ide', name: 'WebStorm', programs: ['webstorm', 'webstorm.sh'] },
  { kind: 'ide', name: 'PyCharm', programs: ['pycharm', 'pycharm.sh'] },
  { kind: 'ide', name: 'GoLand', programs: ['goland', 'goland.sh'] },
  { kind: 'ide', name: 'PhpStorm', programs: ['phpstorm', 'phpstorm.sh'] },
  { kind: 'ide', name: 'RubyMine', programs: ['rubymine', 'rubymine.sh'] },
  { kind: 'ide', name: 'CLion', programs: ['clion', 'clion.sh'] },
  { kind: 'ide', name: 'RustRover', programs: ['rustrover', 'rustrover.sh'] },
  { kind: 'ide', name: 'Rider', programs: ['rider', 'rider.sh'] },
  { kind: 'ide', name: 'Android Studio', programs: ['studio', 'studio.sh'] },
  { kind: 'ide', name: 'Eclipse', programs: ['eclipse'] },
  { kind: 'ide', name: 'Emacs', programs: ['emacs', 'emacs-gtk', 'emacs-nox'] },
  { kind: 'ide', name: 'Neovim', programs: ['nvim'] },
  { kind: 'ide', name: 'Vim', programs: ['vim', 'vim.basic', 'gvim'] },
  { kind: 'ide', name: 'Sublime Text', programs: ['sublime_text'] },
  { kind: 'ide', name: 'Jupyter', command: /\bjupyter-(?:lab|notebook|server)\b/ },

  { kind: 'watcher', name: 'pm2', command: /^PM2 v\S+: God Daemon/ },
  { kind: 'watcher', name: 'nodemon', programs: ['nodemon'], command: /\/nodemon(?:\/|\.js|\s)/ },
  { kind: 'watcher', name: 'supervisord', programs: ['supervisord'], command: /\/supervisord\b/ },
  { kind: 'watcher', name: 'foreman', programs: ['foreman', 'overmind', 'hivemind', 'honcho'] },

  { kind: 'multiplexer', name: 'tmux', programs: ['tmux', 'tmux: server'] },
  { kind: 'multiplexer', name: 'screen', programs: ['screen', 'SCREEN'] },
  { kind: 'multiplexer', name: 'Zellij', programs: ['zellij'] },

  {
    kind: 'terminal',
    name: 'GNOME Terminal',
    programs: ['gnome-terminal-server', 'gnome-terminal-'],
  },
  { kind: 'terminal', name: 'GNOME Console', programs: ['kgx'] },
  { kind: 'terminal', name: 'Ptyxis', programs: ['ptyxis', 'ptyxis-agent'] },
  { kind: 'terminal', name: 'Konsole', programs: ['konsole', 'yakuake'] },
  { kind: 'terminal', name: 'kitty', programs: ['kitty'] },
  { kind: 'terminal', name: 'Alacritty', programs: ['alacritty'] },
  { kind: 'terminal', name: 'WezTerm', programs: ['wezterm-gui', 'wezterm-mux-server'] },
  { kind: 'terminal', name: 'Ghostty', programs: ['ghostty'] },
  { kind: 'terminal', name: 'foot', programs: ['foot', 'footclient'] },
  { kind: 'terminal', name: 'xterm', programs: ['xterm', 'urxvt', 'st'] },
  { kind: 'terminal', name: 'Xfce Terminal', programs: ['xfce4-terminal'] },
  { kind: 'terminal', name: 'Tilix', programs: ['tilix'] },
  { kind: 'terminal', name: 'Terminal', programs: ['Terminal'] },
  { kind: 'terminal', name: 'iTerm2', programs: ['iTerm2', 'iTermServer'] },
  { kind: 'terminal', name: 'Warp', command: /\/Warp\.app\// },
  { kind: 'terminal', name: 'Terminator', command: /\/terminator\b/ },

  {
    kind: 'remote-login',
    name: 'SSH',
    programs: ['sshd', 'sshd-session', 'dropbear', 'mosh-server'],
  },
  {
    kind: 'desktop',
    name: 'GNOME',
    programs: ['gnome-shell', 'gnome-session-binary', 'gdm-session-worker'],
  },
  {
    kind: 'desktop',
    name: 'KDE Plasma',
    programs: ['plasmashell', 'kwin_wayland', 'startplasma-wayland'],
  },
  { kind: 'desktop', name: 'Xfce', programs: ['xfce4-session', 'xfce4-panel'] },
  { kind: 'desktop', name: 'Sway', programs: ['sway'] },
  { kind: 'desktop', name: 'Finder', programs: ['Finder'] },
  { kind: 'service-manager', name: 'launchd', programs: ['launchd'] },
  { kind: 'service-manager', name: 'systemd', programs: ['systemd'] },
];

/** Where a login or a service begins: what is above says nothing about the process any more. */
export const SESSION_KINDS: ReadonlySet<StarterKind> = new Set([
  'multiplexer',
  'remote-login',
  'desktop',
  'service-manager',
]);
