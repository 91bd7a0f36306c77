import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { toShowCommand } from '../../electron/core/show-command.ts';
import { en } from '../../shared/messages/en.ts';
import { toManagerName, toUnitKey } from '../../shared/messages/unit-words.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import { SYSTEMS, type System } from '../../shared/system.ts';
import { zhCN } from '../../shared/messages/zh-CN.ts';

type Elements = ReturnType<IntlMessageFormat['getAst']>;

/** What a system does not have, so that nobody there may read of it. */
const FOREIGN: Readonly<Record<System, RegExp>> = {
  linux: /\b(?:lsof|launchd|launchctl|osascript|netsh|UAC|http\.sys)\b|Windows(?! Service)|macOS/,
  macos: /\b(?:ss|pkexec|systemd|systemctl|netlink|netsh|UAC)\b|\/proc|pidfd|\bunit\b|单元|Windows/,
  windows:
    /\b(?:ss|sudo|pkexec|systemd|systemctl|netlink|lsof|launchd|osascript|root)\b|SIGTERM|SIGKILL|\/proc|pidfd|\bunit\b|单元|macOS/,
};

/** Said only of what one system alone has, as a unit of its manager or a program of its own. */
const OF_ONE_SYSTEM: Readonly<Partial<Record<keyof typeof en, System>>> = {
  'why.unit': 'linux',
  'why.user-unit': 'linux',
  'why.launchd-service': 'macos',
  'why.windows-service': 'windows',
  'kill-refusal.airplay': 'macos',
  'kill-refusal.windows-kernel': 'windows',
  'kill-refusal.wsl-relay': 'windows',
  'why.wsl': 'windows',
  'kill-warning.force-only': 'windows',
  'card.excluded': 'windows',
  'conflict.excluded': 'windows',
  'conflict-sentence.excluded': 'windows',
  'why.cause-excluded': 'windows',
  // Told where Chromium runs without its sandbox, which root has to do on Linux alone.
  'notice.running-as-root': 'linux',
  // Told of root without the capability, which there is on Linux alone.
  'kill-refusal.hidden-from-root': 'linux',
  'doctor.hidden-from-root': 'linux',
  // What is typed behind `--way`, the same on every system.
  'command.wanted-way': 'linux',
};

const keys = Object.keys(en) as (keyof typeof en)[];

/** Whatever a message can say on a system, with nothing in its gaps. */
function findWords(message: string, system: System): string {
  const walk = (elements: Elements): string =>
    elements
      .map((element) => {
        if (!('options' in element))
          return 'value' in element && isText(element) ? element.value : '';
        const { options } = element;
        const chosen =
          element.value === 'system'
            ? [options[system] ?? options['other']]
            : Object.values(options);
        return chosen.map((option) => walk(option?.value ?? [])).join(' | ');
      })
      .join('');
  return walk(new IntlMessageFormat(message, 'en', {}, { ignoreTag: true }).getAst());
}

const isText = ({ type }: Elements[number]): boolean => (type as number) === 0;

test.each(SYSTEMS)('on %s no sentence names what only another system has', (system) => {
  const said = keys
    .filter((key) => (OF_ONE_SYSTEM[key] ?? system) === system)
    .flatMap((key) =>
      [en[key], zhCN[key]].map((message) => `${key}: ${findWords(message, system)}`),
    );
  const wrong = said.filter((text) => FOREIGN[system].test(text.slice(text.indexOf(': '))));
  expect(wrong).toEqual([]);
});

test.each(SYSTEMS)('the translator for %s says the words of that system', (system) => {
  const t = toTranslate('en', system);
  expect([
    t('kill.way-unit', { name: 'web' }),
    t('command.kill-force', { count: 1 }),
    t('kill.means-rights'),
    t('kill.not-elevated-not-installed', { command: 'x' }),
  ]).toEqual(
    {
      linux: [
        'Stop the unit web',
        'End it at once (SIGKILL)',
        'You are asked for an administrator’s password first.',
        'What asks for an administrator’s password (pkexec) is not installed. Nothing was killed. In a terminal you can run: x',
      ],
      macos: [
        'Stop the service web',
        'End it at once (SIGKILL)',
        'You are asked for an administrator’s password first.',
        'What asks for an administrator’s password (osascript) is not installed. Nothing was killed. In a terminal you can run: x',
      ],
      windows: [
        'Stop the service web',
        'End it at once',
        'You are asked for an administrator’s consent first.',
        'What asks for an administrator’s password is not installed. Nothing was killed. In a terminal you can run: x',
      ],
    }[system],
  );
});

test.each([
  ['linux', 'tcp', "sudo ss -ltnp 'sport = :3000'"],
  ['linux', 'udp', "sudo ss -lunp 'sport = :3000'"],
  ['macos', 'tcp', 'sudo lsof -nP -iTCP:3000 -sTCP:LISTEN'],
  ['macos', 'udp', 'sudo lsof -nP -iUDP:3000'],
  [
    'windows',
    'tcp',
    'powershell "Get-Process -IncludeUserName -Id (Get-NetTCPConnection -State Listen -LocalPort 3000).OwningProcess"',
  ],
  [
    'windows',
    'udp',
    'powershell "Get-Process -IncludeUserName -Id (Get-NetUDPEndpoint -LocalPort 3000).OwningProcess"',
  ],
] as const)('on %s a hidden holder of %s is seen by %s', (system, protocol, command) => {
  expect(toShowCommand(system, protocol, 3000)).toBe(command);
});

test.each([
  [{ name: 'web.service', isUserUnit: false }, 'systemd unit web.service', 'systemd'],
  [{ name: 'web.service', isUserUnit: true }, 'systemd user unit web.service', 'systemd'],
  [
    { name: 'homebrew.mxcl.redis', isUserUnit: true, manager: 'launchd' },
    'launchd service homebrew.mxcl.redis',
    'launchd',
  ],
  [
    { name: 'Dnscache', isUserUnit: false, manager: 'windows' },
    'Windows service Dnscache',
    'services.exe',
  ],
] as const)('%o is told as %s of %s', (unit, text, manager) => {
  expect(toTranslate('en')(toUnitKey(unit), { name: unit.name })).toBe(text);
  expect(toManagerName(unit)).toBe(manager);
});
