/**
 * The switches that a packaged app starts with: they place and show it. Chromium and Node know
 * hundreds more, among them some that open its pages to other programs or take their sandbox away.
 */
const KNOWN: ReadonlySet<string> = new Set([
  'at-login',
  'user-data-dir',
  'disable-gpu',
  'disable-gpu-compositing',
  'force-device-scale-factor',
  'high-dpi-support',
  'lang',
  'ozone-platform',
  'ozone-platform-hint',
  'enable-wayland-ime',
  'gtk-version',
  // The installer for Windows starts the new version with it.
  'updated',
]);

export interface Start {
  /** As the system hands them over; the first is the program. */
  readonly argv: readonly string[];
  /** `/` begins a switch on Windows, and a path elsewhere. */
  readonly slashBeginsSwitch: boolean;
  /** What Chromium made of the arguments and of the environment, which can switch it off as well. */
  readonly isWithoutSandbox: boolean;
  /** Chromium does not run as root with its sandbox on. */
  readonly isRoot: boolean;
}

/** Why a packaged app must not start like this, in a sentence; undefined where it may. */
export function findStartRefusal(start: Start): string | undefined {
  const unknown = listSwitches(start).find(
    (name) => !KNOWN.has(name) && !(name === 'no-sandbox' && start.isRoot),
  );
  if (start.isWithoutSandbox && !start.isRoot) {
    return 'Portreeve does not start without its sandbox. Where user namespaces are forbidden, install the deb package, which asks for them.';
  }
  return unknown === undefined ? undefined : `Portreeve does not start with the switch ${unknown}.`;
}

/** The names of the switches as Chromium finds them: before `--`, behind one dash or two. */
function listSwitches({ argv, slashBeginsSwitch }: Start): readonly string[] {
  const pattern = slashBeginsSwitch ? /^(?:--?|\/)([^=]+)/ : /^--?([^=]+)/;
  const end = argv.indexOf('--');
  return argv
    .slice(1, end === -1 ? undefined : end)
    .flatMap((argument) => pattern.exec(argument)?.[1] ?? []);
}
