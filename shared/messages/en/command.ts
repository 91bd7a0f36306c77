/** What the `portreeve` command prints. */
export const command = {
  'command.usage': `portreeve: which process holds which port

Usage
  portreeve list [--json]    every listener and its owners
  portreeve check [--json]   the watched ports; exit code 0 calm, 1 conflicts, 2 the scan failed

Options
  --json                     machine-readable output
  --user-data-dir DIR        read the settings from another folder
  --help, --version

Examples
  portreeve list
  portreeve list --json
  portreeve check && npm run dev`,
  'command.unknown': 'portreeve: "{argument}" is not known. Run "portreeve --help".',
  'command.scan-failed': 'portreeve: the ports could not be read. {reason}',
  'command.partial': 'portreeve: part of the ports could not be read ({missing}).',
  'command.no-listeners': 'No program listens on any port.',
  'command.nothing-watched': 'No ports are watched yet. Add some in the settings window.',
  'command.hidden-owner': '(hidden)',
  'command.header-port': 'PORT',
  'command.header-protocol': 'PROTO',
  'command.header-address': 'ADDRESS',
  'command.header-user': 'USER',
  'command.header-pid': 'PID',
  'command.header-program': 'PROGRAM',
  'command.header-folder': 'FOLDER',
  'command.check-line': '{port} {name}: {verdict}',
  'command.check-conflict': '{port} {name}: held by {holder}, expected {expected}',

  'terminal.started':
    'Portreeve is watching {watched, plural, =0 {no ports yet} one {# port} other {# ports}}. {summary}',
  'terminal.changed': '{time} {summary}',
} as const;
