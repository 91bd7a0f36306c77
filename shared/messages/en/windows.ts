/** What every window says: names, ages, addresses. */
export const windows = {
  'window.popover': 'Portreeve',
  'window.settings': 'Portreeve settings',
  'window.history': 'Portreeve history',
  'window.welcome': 'Welcome to Portreeve',
  'window.broken':
    'This window met a mistake of its own. Nothing was changed; the tray and its menu go on working.',
  'window.reload': 'Load it again',

  'summary.watched': '{count} watched',
  'summary.ignored': '{count, plural, one {# conflict ignored} other {# conflicts ignored}}',
  'summary.partial': 'part of the ports could not be read',
  'summary.as-before-pause': 'as of the pause',

  'holder.plain': '{name}',
  'holder.tool': '{name} ({tool})',
  'holder.in-folder': '{name} in {folder}',
  'holder.tool-in-folder': '{name} ({tool} in {folder})',
  'holder.several': '{first} and {count} more',
  'holder.hidden': 'hidden process of {user}',
  'holder.container': 'container {name} ({image})',

  'age.now': 'now',
  'age.minutes': '{count} min',
  'age.hours': '{count} h',
  'age.days': '{count} d',
  'scope.loopback': 'This machine only',
  'scope.wildcard': 'Every interface: reachable from the network',
  'scope.interface': 'One network interface',
  'facts.pids': 'pid {pids}',
  'facts.more': 'and {count} more',
  'facts.since': 'since {since}',

  'link.open-page': 'Open in the browser',
  'link.copy-url': 'Copy the address',
  'link.open-folder': 'Open its folder',
  'link.copy-as-command': 'Copy as a command',
  'link.copy-command-line': 'Copy its command line',
} as const;
