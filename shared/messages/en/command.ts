/** What the `portreeve` command prints. */
export const command = {
  'command.usage': `portreeve: which process holds which port

Usage
  portreeve list [FILTER]      every listener and its owners
  portreeve check              the watched ports: exit code 0 calm, 1 conflicts
  portreeve why PORT [--udp]   who holds the port, where it comes from, what a kill would do,
                               and why a program cannot have it
  portreeve watch [FILTER]     one line for every change, until Ctrl+C

Filters of list and watch; all that are given must fit
  --port 3000                  also 3000-3999 and 3000,8080
  --name vite                  part of what the program is called
  --project shop               a project's folder: its name, or a path such as . or ~/shop
  --user ann
  --protocol tcp|udp
  --scope loopback             this machine only; wildcard: every interface; interface: one of them

Options
  --json                       machine-readable output, for every command
  --interval MS                of watch: how often to look, 200 to 60000
  --user-data-dir DIR          read the settings from another folder
  --help, --version

Exit code 2 everywhere: the ports could not be read, or the command was not understood.

Examples
  portreeve why 3000
  portreeve list --project . --json
  portreeve check && npm run dev`,
  'command.unknown': 'portreeve: "{argument}" is not known. Run "portreeve --help".',
  'command.flag-not-here': 'portreeve: {flag} does not go with "{verb}". Run "portreeve --help".',
  'command.value-missing': 'portreeve: {flag} needs {wanted}.',
  'command.value-bad': 'portreeve: {flag} "{value}" is not understood; it needs {wanted}.',
  'command.wanted-port': 'a port from 1 to 65535',
  'command.wanted-ports': 'ports such as 3000, 3000-3999 or 3000,8080',
  'command.wanted-protocol': 'tcp or udp',
  'command.wanted-scope': 'loopback, wildcard or interface',
  'command.wanted-interval': 'milliseconds from 200 to 60000',
  'command.wanted-text': 'a value behind it',
  'command.scan-failed': 'portreeve: the ports could not be read. {reason}',
  'command.partial': 'portreeve: part of the ports could not be read ({missing}).',
  'command.no-listeners': 'No program listens on any port.',
  'command.none-fits': 'No listener fits all of that.',
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

  'terminal.started':
    'Portreeve is watching {watched, plural, =0 {no ports yet} one {# port} other {# ports}}. {summary}',
  'terminal.changed': '{time} {summary}',
} as const;
