/** Who may import whom; ARCHITECTURE.md says why. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid('no-cycles', 'A circle of files is one file in disguise.', {}, { circular: true }),
    forbid(
      'shared-is-alone',
      'What both sides share may need nothing but schemas and messages.',
      { path: '^shared/' },
      { pathNot: ['^shared/', '^node_modules/(zod|intl-messageformat|safe-regex2)/'] },
    ),
    forbid(
      'contract-is-one',
      'What the windows may ask is read in one place, where all topics are together.',
      { pathNot: '^shared/contract(\\.ts$|/)' },
      { path: '^shared/contract/' },
    ),
    forbid(
      'core-is-pure',
      'Rules in, values out: the core reaches the system through its host.',
      { path: '^electron/core/' },
      { pathNot: ['^electron/core/', '^shared/'] },
    ),
    forbid(
      'adapters-face-the-core',
      'Adapters implement the host; they know neither windows nor Electron.',
      { path: '^electron/adapters/' },
      {
        path: [
          '^electron/(?!adapters/|core/host(?:-processes|-coordinator|-leases|-health|-files|-stores)?\\.ts)',
          '^renderer/',
          '^node_modules/electron/',
        ],
      },
    ),
    forbid(
      'platforms-apart',
      'No platform folder imports another.',
      { path: '^electron/adapters/(linux|macos|windows)/' },
      { path: '^electron/adapters/(linux|macos|windows)/', pathNot: '^electron/adapters/$1/' },
    ),
    forbid(
      'rooms-know-not-who-joins-them',
      'A room of the command or of Linux is put to use by what is above it; tools for agents are.',
      {
        path: '^electron/(adapters/linux|command)/[^/]+/',
        pathNot: '^electron/command/mcp/',
      },
      { path: '^electron/$1/[^/]+\\.ts$' },
    ),
    forbid(
      'linux-calls-are-lowest',
      'The C library, then /proc; what is read of sockets, owners and processes stands on both.',
      { path: '^electron/adapters/linux/native/' },
      { path: '^electron/adapters/linux/', pathNot: '^electron/adapters/linux/native/' },
    ),
    forbid(
      'linux-proc-is-next',
      'Whatever reads /proc does it by this room, which knows nothing of what is read for.',
      { path: '^electron/adapters/linux/proc/' },
      { path: '^electron/adapters/linux/', pathNot: '^electron/adapters/linux/(native|proc)/' },
    ),
    forbid(
      'linux-readings-apart',
      'Sockets, their owners and the facts of processes are read without each other, and joined above.',
      { path: '^electron/adapters/linux/(sockets|owners|facts)/' },
      { path: '^electron/adapters/linux/', pathNot: '^electron/adapters/linux/($1|native|proc)/' },
    ),
    forbid(
      'command-words-are-lowest',
      'What is understood and how it is printed is known without what is done.',
      { path: '^electron/command/(arguments|output)/' },
      { path: '^electron/command/', pathNot: '^electron/command/$1/' },
    ),
    forbid(
      'platforms-behind-one-door',
      'Only create-host.ts chooses a platform; create-free-host.ts takes what is quick to have.',
      {
        path: '^electron/',
        pathNot: '^electron/adapters/(create-(free-)?host\\.ts|linux/|macos/|windows/)',
      },
      { path: '^electron/adapters/(linux|macos|windows)/' },
    ),
    forbid(
      'adapters-behind-one-door',
      'Everything but the adapters reaches them through create-host.ts or its small sister, and asks surroundings.ts.',
      { path: '^electron/', pathNot: '^electron/adapters/' },
      {
        path: '^electron/adapters/',
        pathNot: '^electron/adapters/(create-host|create-free-host|surroundings)\\.ts$',
      },
    ),
    forbid(
      'app-without-electron',
      'The application, the command and the router run without Electron.',
      {
        path: '^electron/(app|cli)\\.ts$|^electron/command/|^electron/ipc/(router|checked-call|coordinator|sessions|rate-limit)\\.ts$',
      },
      { path: ['^node_modules/electron/', '^electron/shell/'] },
    ),
    forbid(
      'shell-shows',
      'The shell shows models; it does not reach the system behind the host.',
      { path: '^electron/(shell/|ipc/main-transport\\.ts|preload\\.ts)' },
      { path: ['^electron/adapters/', '^renderer/'] },
    ),
    forbid(
      'renderer-is-a-page',
      'Windows know the contract and nothing of the main process.',
      { path: '^renderer/' },
      { path: ['^electron/', '^node_modules/electron/'] },
    ),
    forbid(
      'renderer-has-no-node',
      'Windows are sandboxed.',
      { path: '^renderer/' },
      { dependencyTypes: ['core'] },
    ),
    forbid('nothing-imports-tests', 'Tests look on.', { pathNot: '^test/' }, { path: '^test/' }),
    forbid('everything-is-found', 'A misspelt import is no import.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
    builtInModules: { add: ['electron'] },
  },
};
