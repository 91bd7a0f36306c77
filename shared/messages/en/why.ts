/** What a process really is, and why a port is as it is. */
export const why = {
  'title.container': 'container {name} ({image})',
  'title.in-folder': '{title} in {folder}',
  'title.deleted-folder': '{folder} (deleted)',
  'title.named': '{title} ({name})',
  'title.with-pid': '{title}, pid {pid}',
  'title.with-pids': '{title}, pids {pids}',
  'title.with-pids-and-more': '{title}, pids {pids} and {count} more',

  'why.held': 'Port {port} ({protocol}) is held by {holder}.',
  'why.held-hidden':
    'Port {port} ({protocol}) is held by a process of {user} that is hidden from you.',
  'why.held-unseen':
    'Port {port} ({protocol}) is held for {user}, by no process that is shown here.',
  'why.held-several': 'Port {port} ({protocol}) is held by {count} different programs.',
  'why.free': 'Port {port} ({protocol}) is free: nobody listens on it, and a program can.',
  'why.busy': 'Port {port} ({protocol}) cannot be used, although nobody listens on it.',
  'why.forbidden': 'Port {port} ({protocol}) is free, but not for your account.',

  'why.holder-hidden': 'a hidden process of {user}',

  'why.label-address': 'listens on',
  'why.label-process': 'process',
  'why.label-command': 'command',
  'why.label-folder': 'folder',
  'why.label-user': 'user',
  'why.label-since': 'since',
  'why.label-started-by': 'started by',
  'why.label-runs-in': 'runs in',
  'why.label-container': 'container',
  'why.label-inside': 'inside it',
  'why.label-compose': 'compose',
  'why.label-clients': 'clients',

  'why.with-scope': '{address} ({scope})',
  'why.scope-loopback': 'this machine only',
  'why.scope-wildcard': 'every interface: others can reach it',
  'why.scope-interface': 'one interface: its network can reach it',
  'why.pid': 'pid {pid}',
  'why.pids': 'pids {pids}, sharing the port',
  'why.since': '{moment}, {age} ago',
  'why.clients': '{count, plural, =0 {none connected} one {# connected} other {# connected}}',
  'why.clients-unknown': 'could not be counted',
  'why.unit': 'systemd unit {name}',
  'why.user-unit': 'systemd user unit {name}',
  'why.launchd-service': 'launchd service {name}',
  'why.windows-service': 'Windows service {name}',
  'why.container': '{runtime} container {id}',
  'why.container-facts': '{name} ({image}), {engine} {id}',
  'why.container-port': 'port {port}',
  'why.compose': 'service {service} of project {project}',
  'why.wsl': 'WSL distribution {distribution}, pid {pid} there; {by} carries its port to Windows',
  'why.terminal': 'terminal {terminal}',
  'why.starter-is-gone': 'what started it has ended',
  'why.starter-is-hidden': 'a process that is hidden from you',
  'why.watched': 'Watched: {line}',

  'why.first': '{first} started first, {gap} before {second}.',
  'why.first-same': '{first} and {second} started at the same time.',
  'why.first-elsewhere': 'The expected {service} listens on port {port} instead.',
  'why.localhost-reaches':
    'On this machine "localhost" means {address} first, so it reaches {holder}.',
  'why.localhost-misses':
    'On this machine "localhost" means {address} first, where nobody listens; most programs then try the other address.',

  'why.kill-title': 'If you kill it',
  'why.kill-title-of': 'If you kill {holder}',
  'why.kill-none': 'Nothing else is affected, and the port becomes free.',
  'why.kill-none-shared':
    'Nothing else is affected. The other program keeps its address of the port.',
  'why.kill-also-holds': 'It also gives up {addresses}.',
  'why.kill-stop-instead': 'To stop it for good: {command}',
  'why.hidden-next': 'Its user or an administrator can see the process: {command}',
  'why.own-hidden':
    'It is a process of your own account that the system keeps closed to you, because it has rights of its own (capabilities, another account before) or protects itself.',
  'why.own-hidden-next': 'An administrator can see the process: {command}',

  'why.bind-title': 'Can another program listen here?',
  'why.bind-no': 'No. What listens above is in the way on every address (EADDRINUSE).',
  'why.bind-some':
    'Not on {refused}, where what listens above is in the way (EADDRINUSE). But one can on {free}.',
  'why.bind-yes': 'A program can listen on it now.',

  'why.cause-outgoing':
    '{holder} uses it as its own end of a connection to {remote}. The port is free again when that connection ends.',
  'why.cause-outgoing-hidden':
    'A process that is hidden from you uses it as its own end of a connection to {remote}. The port is free again when that connection ends.',
  'why.cause-leftover':
    '{holder} still has a connection from {remote} on it, whose listener is gone. The port is free again when that connection ends.',
  'why.cause-leftover-hidden':
    'A process that is hidden from you still has a connection from {remote} on it, whose listener is gone. The port is free again when that connection ends.',
  'why.cause-open':
    '{holder} has a connection with {remote} on it. Servers that ask for address reuse (SO_REUSEADDR), as most do, can listen all the same.',
  'why.cause-open-hidden':
    'A process that is hidden from you has a connection with {remote} on it. Servers that ask for address reuse (SO_REUSEADDR), as most do, can listen all the same.',
  'why.cause-half-closed':
    '{holder} still has its end of {count, plural, one {a closed connection} other {# closed connections}} open. The port is free when it closes {count, plural, one {it} other {them}} or ends.',
  'why.cause-half-closed-hidden':
    'A process that is hidden from you still has its end of {count, plural, one {a closed connection} other {# closed connections}} open. The port is free when it closes {count, plural, one {it} other {them}} or ends.',
  'why.note-half-closed':
    '{holder} still has its end of {count, plural, one {a closed connection} other {# closed connections}} open. Servers that ask for address reuse (SO_REUSEADDR), as most do, can listen all the same.',
  'why.note-half-closed-hidden':
    'A process that is hidden from you still has its end of {count, plural, one {a closed connection} other {# closed connections}} open. Servers that ask for address reuse (SO_REUSEADDR), as most do, can listen all the same.',
  'why.cause-more': 'So do {count, plural, one {# more connection} other {# more connections}}.',
  'why.cause-closing':
    '{count, plural, one {A connection} other {# connections}} of before {count, plural, one {is} other {are}} still closing. It passes by itself within a minute or two.',
  'why.cause-bound':
    '{holder} has taken it without listening on it, or not yet. It may be just starting, or hang while it starts. The port is free when it gives it up or ends.',
  'why.cause-bound-hidden':
    'A process that is hidden from you has taken it without listening on it, or not yet. The port is free when it gives it up or ends.',
  'why.cause-unlisted':
    'Some program has taken it without listening on it, or not yet. The system shows it in none of its lists here, so it cannot be named. Look at programs that are just starting, or that hang while they start.',
  'why.cause-privileged':
    'Ports below {from} need administrator rights. Choose a higher port, or let the service be started by the system.',
  'why.cause-excluded':
    'Windows keeps ports {from}\u2013{to} for parts of itself, such as Hyper-V or WSL; no process holds them. As administrator, run: net stop winnat, then net start winnat. Or choose a port outside the range.',
  'why.cause-not-permitted':
    'A security rule of this system forbids it (EACCES), not the port itself.',
  'why.cause-unknown':
    'The system refuses it with {errno}, and what is behind it could not be read.',
  'why.refused-with': 'The system answers a program that tries with {errnos}.',

  'why.note-ephemeral':
    'It is one of the ports {from} to {to}, which the system lends to outgoing connections: one of them may take it at any time. A port below {from} is safe from that.',
  'why.note-closing':
    '{count, plural, one {One connection} other {# connections}} of before {count, plural, one {is} other {are}} still closing. Most servers can start at once; those that do not ask for address reuse (SO_REUSEADDR) have to wait up to a minute.',
  'why.note-partial': 'Part of the ports could not be read, so somebody may listen there unseen.',

  'duration.seconds': '{seconds} s',
  'duration.minutes': '{minutes} min',
  'duration.hours': '{hours} h {minutes} min',
  'duration.days': '{days} d {hours} h',
} as const;
