/** The window of the first start alone; it is loaded with it. */
export const welcome = {
  'welcome.step': 'Step {step} of {count}',
  'welcome.skip': 'Skip',
  'welcome.back': 'Back',
  'welcome.next': 'Next',

  'welcome.machine-title':
    '{count, plural, =0 {No port is in use} one {# port is in use} other {# ports are in use}} on this machine',
  'welcome.machine-hint': 'Portreeve only looks. Nothing of this leaves your machine.',
  'welcome.reading': 'Reading the ports …',
  'welcome.group-projects': 'Your projects',
  'welcome.group-containers': 'Containers',
  'welcome.group-services': 'Databases and servers',
  'welcome.group-programs': 'Other programs',
  'welcome.group-hidden': 'Programs of other accounts',
  'welcome.group-hidden-hint': 'The system does not tell which ones.',
  'welcome.group-more': 'and {count} more',

  'welcome.choose-title': 'Which ports should be watched?',
  'welcome.choose-hint':
    'You are told when somebody else takes one. Those that your projects’ files name are ticked.',
  'welcome.choose-ports': 'Ports to watch',
  'welcome.looking': 'Looking through the files of your projects …',
  'welcome.nothing-found':
    'Nothing that runs now looks like a project of yours. Pick a folder, or watch ports later in Settings.',
  'welcome.pick-folder': 'Find in a project folder …',
  'welcome.folder-unreadable': '{folder} cannot be read.',
  'welcome.folder-nothing': 'The files of {folder} name no port.',
  'welcome.folder-partial': '{folder} is too large to be read to its end.',
  'welcome.for-owner': 'For {expected}.',
  'welcome.runs-now': 'It runs there now; no file says that it should.',
  'welcome.watch': 'Watch {count, plural, one {# port} other {# ports}}',
  'welcome.watch-none': 'Watch none for now',

  'welcome.login-title': 'Ready',
  'welcome.watching':
    '{count, plural, =0 {Nothing is watched yet. Settings, or W on any port in the list, changes that.} one {# port is watched from now on.} other {# ports are watched from now on.}}',
  'welcome.where-tray':
    'The icon in the tray tells how things stand; a click on it shows every port.',
  'welcome.where-window': 'This desktop shows no tray, so Portreeve opens as a window.',
  'welcome.launch-at-login': 'Start at login',
  'welcome.launch-at-login-hint': 'So that a port taken at login is seen from the start.',
  'welcome.done': 'Done',
} as const;
