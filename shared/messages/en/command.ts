/** What the `portreeve` command prints. */
export const command = {
  'command.complaint': 'portreeve: {sentence}',
  'command.unknown': 'portreeve: "{argument}" is not known. Run "portreeve --help".',
  'command.unknown-meant': 'portreeve: "{argument}" is not known. Did you mean "{meant}"?',
  'command.flag-not-here': 'portreeve: {flag} does not go with "{verb}". Run "portreeve --help".',
  'command.not-together': 'portreeve: {flag} and {other} do not go together.',
  'command.in-future': 'portreeve: {flag} {value} is in the future, of which nothing is on record.',
  'command.json-unagreed':
    'portreeve: with --json nobody is asked. Add --yes to do it, or --dry-run to see the plan only.',
  'command.value-missing': 'portreeve: {flag} needs {wanted}.',
  'command.value-bad': 'portreeve: {flag} "{value}" is not understood; it needs {wanted}.',
  'command.wanted-port': 'a port from 1 to 65535',
  'command.wanted-ports': 'ports such as 3000, 3000-3999 or 3000,8080',
  'command.wanted-protocol': 'tcp or udp',
  'command.wanted-scope': 'loopback, wildcard or interface',
  'command.wanted-interval': 'milliseconds from 200 to 60000',
  'command.wanted-port-or-name': 'a port from 1 to 65535, or the name of a watched port',
  'command.wanted-way': 'processes, tree, watcher, unit, container or container-restart',
  'command.wanted-seconds': 'seconds from 1 to 60',
  'command.wanted-range': 'one range from 1 to 65535, the smaller port first, such as 20000-32767',
  'command.wanted-address': 'an IP address of this machine such as 127.0.0.1 or ::1',
  'command.wanted-count': 'a number from 1 to 1000',
  'command.wanted-name': 'a name of 1 to 80 characters',
  'command.wanted-place':
    'KIND:FILE:PLACE such as dotenv:.env:PORT; the kinds are dotenv, json, yaml, toml, ini and pattern',
  'command.wanted-expression':
    'a regular expression that is whole and simple enough, with one group around the number, such as pattern:nginx.conf:"listen (\\d+);"',
  'command.wanted-folder': 'a folder',
  'command.wanted-watch-port-act': 'add, list or remove',
  'command.wanted-ttl': 'seconds from 1 to 2592000',
  'command.wanted-pid': 'the number of a process',
  'command.wanted-command': '"--" and a program behind it, such as -- npm run dev',
  'command.wanted-command-line': 'a program and its arguments, such as "npm run dev"',
  'command.wanted-variable': 'the name of a variable, such as PORT',
  'command.wanted-flag': 'an option of the program, such as --port or --port=',
  'command.wanted-wait': 'seconds from 0 to 600',
  'command.wanted-leased': 'the name of a leased service, or its port',
  'command.wanted-service': 'the name of a service',
  'command.wanted-shell': 'bash, zsh, fish or powershell',
  'command.wanted-candidates': 'ports, names, leases, services or targets',
  'command.wanted-time': 'a time such as 1h, 17:00, "yesterday 17:00" or 2026-11-20T17:00',
  'command.wanted-text': 'a value behind it',
  'command.scan-failed': 'portreeve: the ports could not be read. {reason}',
  'command.partial': 'portreeve: part of the ports could not be read ({missing}).',
  'command.no-listeners': 'No program listens on any port.',
  'command.none-fits': 'No listener fits all of that.',
  'command.nothing-watched':
    'No ports are watched yet. Add one with "portreeve watch-port add NAME PORT", or those of a project with "portreeve import .".',
  'command.hidden-owner': '(hidden)',
  'command.header-port': 'PORT',
  'command.header-protocol': 'PROTO',
  'command.header-address': 'ADDRESS',
  'command.header-user': 'USER',
  'command.header-pid': 'PID',
  'command.header-name': 'NAME',
  'command.header-expected': 'EXPECTED',
  'command.header-program': 'PROGRAM',
  'command.header-folder': 'FOLDER',
  'command.watched-line':
    '{port} {name}{protocol, select, none {} other { ({protocol})}}: {verdict}',
  'command.yes': 'y yes',

  'command.kill-title': 'To free the port',
  'command.kill-others': 'Other ways',
  'command.kill-expected':
    '{name} expects {count, plural, one {it} other {them}} here: this is no squatter.',
  'command.kill-spared': '{name} has the port as well ({pids}) and is left alone.',
  'command.kill-watcher':
    'Kill {count, plural, one {the process} other {the # processes}} and {name}, which would start {count, plural, one {it} other {them}} again',
  'command.kill-below': 'Below: {processes}',
  'command.kill-force':
    'End {count, plural, one {it} other {them}} at once{system, select, windows {} other { (SIGKILL)}}',
  'command.kill-unit-enabled': 'It is enabled, so it starts again with the machine or the session.',
  'command.kill-ask': 'Kill? [y/N]',
  'command.kill-declined': 'Nothing was killed.',
  'command.kill-nobody-to-ask':
    'portreeve: there is no terminal to ask on, so nothing was killed. Add --yes to kill, or --dry-run to see the plan only.',
  'command.kill-stopped':
    'portreeve: interrupted. No further signal is sent; whether the port is free was not proven.',
  'command.kill-stopped-before': 'portreeve: interrupted. Nothing was killed.',
  'command.labelled': '{label}: {sentence}',
  'command.kill-for-good': 'To end that for good: {command}',
  'command.kill-nobody':
    'Nobody listens on port {port} ({protocol}). Whether a program can use it tells: {why}',
  'command.other-protocol': '{protocol} {port} is held by {holder}: add {flag}.',
  'command.kill-blind':
    'portreeve: nothing was killed, because the settings say whom you protect and cannot be read.',
  'command.kill-unknown-name':
    'portreeve: no watched port is called "{name}". There are: {names}. Nothing was killed.',
  'command.kill-no-names':
    'portreeve: "{name}" is no port, and no ports are watched by a name. Nothing was killed.',
  'command.kill-ambiguous-name':
    'portreeve: several watched ports are called "{name}" ({ports}). Give the number instead. Nothing was killed.',
  'command.kill-no-such-way':
    'portreeve: {name} cannot be stopped by --way {way}. There is: {ways}. Nothing was killed.',
  'command.kill-not-forced':
    'portreeve: --force does not go with "{way}", which helps best for {name}. Leave it out, or add {ways}. Nothing was killed.',
  'command.kill-never-forced':
    'portreeve: --force does not go with "{way}", the only way for {name}. Leave it out. Nothing was killed.',

  'command.move-title': 'Move {name} from port {from} to port {to}',
  'command.move-mentions':
    '{count, plural, one {# other line mentions} other {# other lines mention}} {port} and {count, plural, one {stays as it is; change it} other {stay as they are; change them}} by hand, or move in the app:',
  'command.move-then': 'Restart {name} afterwards.',
  'command.move-then-offer': 'Restart {name} afterwards, or add --restart.',
  'command.move-ask': 'Move? [y/N]',
  'command.move-declined': 'Nothing was changed.',
  'command.move-nobody-to-ask':
    'portreeve: there is no terminal to ask on, so nothing was changed. Add --yes to agree, or --dry-run to see the plan only.',
  'command.move-unwatched':
    'portreeve: port {port} is not watched, so nobody knows where its number is written. Watch it first: "portreeve watch-port add" or "portreeve import".',
  'command.move-unknown-name':
    'portreeve: no watched port is called "{name}". There are: {names}. Nothing was changed.',
  'command.move-ambiguous':
    'portreeve: that fits several watched ports: {names}. Give the name or the port of one. Nothing was changed.',
  'command.move-no-restart':
    'portreeve: nobody knows how {name} is started: it does not run as yours on its port, and its watched port has no restart command. Nothing was changed.',
  'command.move-no-place':
    'Portreeve does not know where the port of {name} is written. Name the file in Settings, or watch it anew: "portreeve watch-port remove {port}", then "portreeve watch-port add" with --config.',
  'command.move-already': '{name} is on port {port} already.',
  'command.move-to-taken': 'It cannot move there: {reasons}. Give another port, or leave out --to.',
  'command.move-none-free':
    'None of the other ports can be had: {reasons}. Give one with --to, or choose others in Settings.',
  'command.move-none-given':
    'The system has no port to give. Close connections, or give a port with --to.',
  'command.move-log': 'Its output: {file}',
  'command.move-undo': 'To take it back: {command}',
  'command.undo-title': 'Move {name} back from port {from} to port {to}',
  'command.undo-ask': 'Undo? [y/N]',
  'command.undo-unknown':
    'portreeve: no move that can be taken back has this id; portreeve undo --list shows them. Nothing was changed.',
  'command.undo-later': 'That is: portreeve undo {id}',

  'command.free-exhausted':
    'portreeve: {found, plural, =0 {none of these ports can be had} other {only # of the {count} ports that were asked for can be had}}. Give other ports{held, select, yes {, or free one with "portreeve kill"} other {}}.',
  'command.free-system-empty':
    'portreeve: the system has no port to give ({found} of {count}). Close connections, or name a range with --range.',
  'command.free-no-such-address': 'portreeve: {address} is not an address of this machine.',
  'command.free-ephemeral':
    'portreeve: the system may lend {ports} to an outgoing connection whenever nothing listens there. For a port that is to last, take one outside that range.',

  'command.settings-not-ours':
    'portreeve: the settings belong to another account, so they are left as they are.',
  'command.settings-not-saved':
    'portreeve: the settings could not be saved to {file}, so nothing in them was changed. Check the disk and the permissions, or name another folder with --user-data-dir.',
  'command.no-such-folder': 'portreeve: {folder} is no folder that can be read.',
  'command.watched-twice': 'portreeve: port {port} is watched already, as "{name}".',
  'command.too-many-watched': 'portreeve: no more than 1,000 ports can be watched.',
  'command.unknown-name':
    'portreeve: no watched port is called "{name}". Run "portreeve watch-port list".',
  'command.ambiguous-name':
    'portreeve: that fits several watched ports: {fitting}. Give the port of one, or rename one in the settings window. Nothing was changed.',
  'command.name-taken':
    'portreeve: "{name}" is watched already, on port {port}. Choose another name, or give that one up first: "portreeve watch-port remove {port}". Nothing was changed.',
  'command.unwatched': '{name} is no longer watched on port {port}.',
  'command.import-found': 'In {folder} these ports are written:',
  'command.import-nothing': 'In {folder} no ports were found that could be watched.',
  'command.import-expects': 'for {owner}',
  'command.import-watched': 'watched already, as "{name}"',
  'command.import-partial': 'portreeve: the folder is too large to be read to its end.',
  'command.import-ask': 'Watch {count, plural, one {this port} other {these # ports}}? [y/N]',
  'command.import-declined': 'portreeve: nothing was changed.',
  'command.import-nobody-to-ask':
    'portreeve: there is no terminal to ask on, so nothing was changed. Add --yes to watch these ports, or --dry-run to only look.',
  'command.import-done':
    '{count, plural, one {# port is} other {# ports are}} watched from now on.',
  'command.mcp-message-dropped': 'portreeve: a message of more than {size} bytes was dropped.',
  'command.mcp-not-understood': 'portreeve: a message was not understood: {reason}',
  'command.lease-exhausted':
    'portreeve: none of these ports can be had. Give others with --range, or release one.',
  'command.lease-too-many':
    'portreeve: too many ports are leased. See "portreeve leases" and release some.',
  'command.lease-no-process': 'portreeve: there is no such process, so nothing was leased.',
  'command.lease-book-busy':
    'portreeve: another program keeps the list of leases locked. Nothing was changed; try again.',
  'command.lease-book-not-saved':
    'portreeve: the list of leases (leases.json beside the settings) could not be written, so nothing was changed. {reason} Check the disk and the permissions, or name another folder with --user-data-dir.',
  'command.released': '{port} of {name} is given back.',
  'command.release-none':
    'portreeve: nothing is leased for {what} here. "portreeve leases" shows what is.',
  'command.no-leases': 'No port is leased.',
  'command.header-when': 'WHEN',
  'command.header-move': 'MOVE',
  'command.header-id': 'ID',
  'command.header-until': 'UNTIL',
  'command.until-exit': 'process {pid} ends',
  'command.until-released': 'it is released',
  'command.until-time': 'in {time}',

  'command.hold-held': 'Portreeve holds port {port} for {name}.',
  'command.hold-let-go': 'Portreeve no longer holds port {port} for {name}.',
  'command.hold-not-held': 'portreeve: port {port} of {name} was not held.',
  'command.hold-unavailable':
    'portreeve: the port cannot be held for {name}: {reason}. "portreeve why {port}" tells more.',
  'command.hold-not-watched':
    'portreeve: the running app does not watch port {port} of {name}. Nothing was changed.',
  'command.hold-no-app':
    'portreeve: only the running app keeps a port bound, and it is not running. Start Portreeve and try again.',
  'command.hold-other-version':
    'portreeve: the running app is of another version. Quit it, start it again and try again.',
  'command.hold-silent':
    'portreeve: the running app does not answer. "portreeve check" shows whether the port is held.',
  'command.kill-kept':
    'portreeve: Portreeve itself holds port {port} for its service. "portreeve unhold {port}" lets it go. Nothing was killed.',
  'command.why-kept':
    'It is refused: Portreeve itself holds the port for {name}. "portreeve unhold {name}" lets it go.',

  'command.run-on': 'portreeve: {name} gets port {port}.',
  'command.run-waits': 'portreeve: waits until port {port} is free.',
  'command.run-ready':
    'portreeve: {name} is ready on port {port}, {seconds, number, ::.0} s after its start.',
  'command.run-not-ready':
    'portreeve: {name} is not ready on port {port} after {seconds} s: {failure}. It goes on running.',
  'command.run-taken':
    'portreeve: port {port} of {name} cannot be had, so another one is looked for. "portreeve why {port}" tells why.',
  'command.run-taken-by':
    'portreeve: port {port} of {name} is held by {holder}, so another one is looked for.',
  'command.run-kept-in-use':
    'portreeve: port {port} is kept for {name}, but somebody uses it. "portreeve why {port}" tells who. Nothing was started.',
  'command.run-ambiguous-name':
    'portreeve: several watched ports are called "{name}" ({ports}). Rename one in the settings window, or give one up: "portreeve watch-port remove PORT". Nothing was started.',
  'command.run-not-found': 'portreeve: there is no program "{program}".',
  'command.run-not-permitted': 'portreeve: "{program}" may not be run.',
  'command.run-unknown': 'portreeve: "{program}" could not be started.',

  'terminal.started':
    'Portreeve is watching {watched, plural, =0 {no ports yet.} one {# port. {summary}} other {# ports. {summary}}}',
  'terminal.changed': '{time} {summary}',
  'doctor.versions': 'Portreeve {version} ({runtime})',
  'doctor.ports-at-best':
    'Ports      read {system, select, linux {from the kernel by netlink} macos {by lsof and netstat} other {from the tables of Windows}}: {count, plural, one {# listener} other {# listeners}} in {ms, number, ::.00} ms',
  'doctor.ports-otherwise':
    'Ports      read {system, select, linux {from /proc} other {by netstat}}, which takes longer: {count, plural, one {# listener} other {# listeners}} in {ms, number, ::.00} ms. {system, select, linux {Why not netlink} other {Why}}: {why}',
  'doctor.hidden':
    '           {count, plural, one {# listener belongs} other {# listeners belong}} to others, whose processes this account may not see',
  'doctor.hidden-from-root':
    '           {count, plural, one {# listener has} other {# listeners have}} no process that root here may see',
  'doctor.own-hidden':
    '           {count, plural, one {# listener is} other {# listeners are}} of this account itself, by {count, plural, one {a process} other {processes}} that the system keeps closed to it',
  'doctor.signals-held':
    'Signals    sent through a handle of the process, which no other process can get',
  'doctor.signals-by-pid':
    'Signals    sent by number right after a look at the process{system, select, macos {, since macOS has no other way} other {. Why not by a handle: {why}}}',
  'doctor.signals-none':
    'Signals    nothing can be ended, because the system\u2019s own functions could not be loaded',
  'doctor.app-running': 'App        runs as process {pid} and answers',
  'doctor.app-not-running': 'App        does not run with these settings',
  'doctor.app-not-answering':
    'App        runs but does not answer, or is of another version. Quit it and start it again.',
  'doctor.no-engine': 'Containers no engine of Docker or Podman was found',
  'doctor.engine':
    'Containers {socket} {state, select, answers {answers} not_running {is there, but its engine does not run} not_permitted {is there, but not for this account} timed_out {is there, but does not answer} other {is there, but cannot be understood}}',
} as const;
