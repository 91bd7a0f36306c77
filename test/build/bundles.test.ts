import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../support/app-under-test.ts';

/*
 * What Electron's security checklist forbids, looked for in the program as it was built, packages
 * included. A finding is mended, or stands below with the reason why it may be there.
 */

const DIST = join(projectFolder, 'dist');

interface Rule {
  readonly name: string;
  readonly sign: RegExp;
  /** What the rule must see; nothing of it may be in the program. */
  readonly planted: string;
}

const RULES: readonly Rule[] = [
  {
    name: 'a window with the rights of a program',
    sign: /(?:nodeIntegration(?:InWorker|InSubFrames)?|webviewTag|experimentalFeatures|allowRunningInsecureContent|enableRemoteModule)['"]?\s*:\s*(?:true|!0)/g,
    planted: 'new BrowserWindow({webPreferences:{nodeIntegration:!0}})',
  },
  {
    name: 'a window without its guards',
    sign: /(?:contextIsolation|sandbox|webSecurity|safeDialogs)['"]?\s*:\s*(?:false|!1)/g,
    planted: '{webSecurity: false}',
  },
  {
    name: 'features of a browser that are not finished',
    sign: /(?:enableBlinkFeatures|disableBlinkFeatures|additionalArguments|allowpopups)\b/g,
    planted: '{enableBlinkFeatures:"x"}',
  },
  {
    name: 'a switch that takes guards away',
    sign: /appendSwitch\(['"`](?:no-sandbox|disable-|remote-debugging|ignore-|allow-|js-flags)/g,
    planted: "app.commandLine.appendSwitch('disable-web-security')",
  },
  {
    name: 'text that becomes a program',
    sign: /(?<![\w.$])(?:eval|Function)\(|new Function\(|setTimeout\(['"`]|executeJavaScript\(/g,
    planted: 'const f=new Function("return 1")',
  },
  {
    name: 'text that becomes a page',
    sign: /\.(?:inner|outer)HTML\s*=|insertAdjacentHTML\(|document\.write\(|dangerouslySetInnerHTML|\.srcdoc\s*=/g,
    planted: 'e.innerHTML=name',
  },
  {
    name: 'a way out of the machine',
    sign: /(?:https?|wss?):\/\/[\w.-]+\.[a-z]{2,}/g,
    planted: 'fetch("https://telemetry.example.net/")',
  },
  {
    name: 'an address or a file that is opened',
    sign: /shell\.(?:openExternal|openPath)\([^)]{0,40}\)/g,
    planted: 'shell.openExternal(url2)',
  },
  {
    name: 'a shell that reads a command',
    sign: /\bshell\s*:\s*(?:true|!0)|(?<![\w.$])(?:exec|execSync)\(/g,
    planted: 'spawn(a,b,{shell:true})',
  },
  {
    name: 'a channel beside the one door',
    sign: /ipcMain\.(?:on|once|handle|handleOnce)\(|ipcRenderer\.\w+\(/g,
    planted: 'ipcMain.on("x",f)',
  },
];

/** Findings that may be, by what stands around them. */
const ACCEPTED: readonly { readonly sign: RegExp; readonly reason: string }[] = [
  {
    sign: /userAgent.{0,40}Cloudflare.{0,60}Function\(/s,
    reason: 'zod asks whether it may evaluate; the windows forbid it and tell zod not to ask',
  },
  {
    sign: /code\.process\(sourceCode,sch\).{0,40}new Function\(/s,
    reason: 'ajv compiles schemas of the agents’ protocol; in the command only, never of a message',
  },
  {
    sign: /(?:assertive|polite)Log\.innerHTML=``/,
    reason: 'empties a region for screen readers; trusted types refuse anything but a constant',
  },
  {
    sign: /innerHTML=`<script><\\\/script>`|o\?\.__html!==n&&\(e\.innerHTML=n\)|dangerouslySetInnerHTML/,
    reason: 'React’s own way, which no component of ours takes; trusted types refuse it as well',
  },
  {
    sign: /https?:\/\/(?:www\.w3\.org|json-schema\.org|www\.freedesktop\.org)/,
    reason: 'the name of a format, which nobody fetches',
  },
  {
    sign: /homepage=`https:\/\/portreeve\.invalid`/,
    reason: 'what package.json says of the project, which nobody fetches',
  },
  {
    sign: /https?:\/\/raw\.githubusercontent\.com\/ajv-validator/,
    reason: 'the name of a schema of ajv, which nobody fetches',
  },
  {
    sign: /https?:\/\/(?:react\.dev|github\.com|homepage|feross\.org|www\.npmjs\.com)/,
    reason: 'said in a message or a comment of a package',
  },
  {
    sign: /findListener\(listenerKey,toLocalUrl\).{0,40}openExternal\(url\)/s,
    reason: 'main made the address of a listener of this machine: shared/local-url.ts',
  },
  {
    sign: /findLogFile\(id\).{0,60}openPath\(file\)/s,
    reason: 'a log that main itself has written',
  },
  {
    sign: /LICENSES_NAME\).{0,60}openPath\(file\)/s,
    reason: 'a file of the program itself',
  },
  {
    sign: /"files\.open-folder":async\(\)=>\{await shell\.openPath\(userDataFolder\)/,
    reason: 'the folder in which main keeps its files',
  },
  {
    sign: /isFolder\(folder\).{0,120}openPath\(folder\)/s,
    reason: 'a folder in which a process works, looked up by main',
  },
  {
    sign: /appendSwitch\(`js-flags`,`--max-semi-space-size=\d`\)/,
    reason: 'a size of the windows’ memory',
  },
  {
    sign: /ipcMain\.handle\(COMMAND_CHANNEL/,
    reason: 'the one door: electron/ipc/main-transport.ts',
  },
  {
    sign: /ipcRenderer\.(?:invoke\(COMMAND_CHANNEL|on\(EVENT_CHANNEL|off\(EVENT_CHANNEL)/,
    reason: 'the other side of it: electron/preload.ts',
  },
];

interface Finding {
  readonly rule: string;
  readonly file: string;
  readonly around: string;
}

function findIn(text: string, file: string, rules = RULES): readonly Finding[] {
  return rules.flatMap(({ name, sign }) =>
    [...text.matchAll(sign)].map((match) => ({
      rule: name,
      file,
      around: text.slice(Math.max(0, match.index - 120), match.index + match[0].length + 60),
    })),
  );
}

const files = readdirSync(DIST, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:c?js|html|css)$/.test(entry.name))
  .map((entry) => relative(DIST, join(entry.parentPath, entry.name)));
const findings = files.flatMap((file) => findIn(readFileSync(join(DIST, file), 'utf8'), file));

test.each(RULES)('the checker sees $name', ({ name, planted }) => {
  expect(findIn(planted, 'planted').map(({ rule }) => rule)).toContain(name);
  expect(ACCEPTED.some(({ sign }) => sign.test(planted))).toBe(false);
});

describe('the program as it was built', () => {
  test('is all there to be looked at', () => {
    expect(files).toEqual(
      expect.arrayContaining(['main.js', 'preload.cjs', 'cli.js', join('renderer', 'index.html')]),
    );
  });

  test('holds nothing that Electron’s checklist forbids without a reason', () => {
    const unexplained = findings.filter(
      ({ around }) => !ACCEPTED.some(({ sign }) => sign.test(around)),
    );
    expect(unexplained).toEqual([]);
  });

  test.each(ACCEPTED)('still needs the reason "$reason"', ({ sign }) => {
    expect(findings.some(({ around }) => sign.test(around))).toBe(true);
  });

  test('leaves the tools of developers to those who build it', () => {
    const texts = files.map((file) => readFileSync(join(DIST, file), 'utf8'));
    const told = texts.flatMap((text) => text.match(/devTools\s*:\s*[^,}]*/g) ?? []);
    expect(told).toEqual(['devTools:!app.isPackaged']);
  });

  test('runs on an Electron that is mended where custom protocols and the bridge were broken', () => {
    const { devDependencies } = JSON.parse(
      readFileSync(join(projectFolder, 'package.json'), 'utf8'),
    ) as { devDependencies: Record<string, string> };
    expect(Number(devDependencies['electron']?.split('.')[0])).toBeGreaterThanOrEqual(42);
  });
});
