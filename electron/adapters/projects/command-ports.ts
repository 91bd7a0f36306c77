import { isOtherPort } from './whose-port.ts';

/*
 * cross-env PORT=3000 next dev -p 3000 && wait-on tcp:5432
 * python manage.py runserver 0.0.0.0:8000
 * go run . -addr=:8080
 */

/** Programs that go to a port, whatever their options say. */
const CLIENT =
  /^(?:ssh|scp|sftp|rsync|psql|pg_dump|pg_restore|pg_isready|mysql|mysqldump|mysqladmin|redis-cli|mongosh?|nc|ncat|telnet|curl|wget|http|wait-on|wait-port|wait-for-it(?:\.sh)?|kill-port|fkill|lsof|fuser|adb|open|xdg-open|start|mkdir|cp|echo|sleep|tsc|portreeve)$/;
/** What stands before the program that is meant. */
const LAUNCHER =
  /^(?:npx|pnpx|bunx|yarn|pnpm|npm|exec|dlx|run|env|cross-env(?:-shell)?|dotenv|sudo|time|nohup|--|-[\w-]+|poetry|uv|pipenv|bundle|[A-Za-z_]\w*=\S*)$/;

const ASSIGNED = /(?<![\w-])([A-Za-z]\w*)=["']?(\d{2,5})(?![\w.-])/g;
const ADDRESS = String.raw`(?:https?:\/\/)?(?:[\w.*-]*|\[[\da-f:]*\]):`;
/** Each has one group: the number. */
const OPTIONS: readonly RegExp[] = [
  /(?<![\w-])--?(?:http-?|https-?|server[-.]?|dev-?|web-?|api-?|app-?|listen-?|bind-?)?port(?:[= ]|["'],\s*["'])["']?(\d{2,5})(?![\w.])/gi,
  // One letter means many things, so the number must look like a port.
  /(?<![\w-])-[pl](?:[= ]\s*)?(\d{4,5}|80|443)(?![\w.-])(?!-)/g,
  new RegExp(
    String.raw`(?<![\w-])--?(?:bind|b|S|listen|l|addr|address|http|host|urls?|http-address)[= ]\s*["']?${ADDRESS}(\d{2,5})(?![\w.-])`,
    'g',
  ),
  /\brunserver\s+(?:[\w.*-]*:|\[[\da-f:]*\]:)?(\d{2,5})(?![\w.:-])/g,
  /\bhttp\.server\s+(\d{2,5})(?![\w.-])/g,
];

/** A number within a text. */
export interface NumberAt {
  readonly port: number;
  readonly start: number;
}

/** The ports on which the programs of a command line would listen. */
export function findCommandPorts(command: string): readonly NumberAt[] {
  const found: NumberAt[] = [];
  for (const part of command.matchAll(/(?:(?!&&|\|\||[;|&]).)+/gs)) {
    const [text] = part;
    if (isClient(text)) continue;
    for (const match of text.matchAll(ASSIGNED)) {
      const [whole, key = '', number = ''] = match;
      if (!/(?:^|_)PORT$/i.test(key) || isOtherPort(key)) continue;
      const start = part.index + match.index + whole.lastIndexOf(number);
      found.push({ port: Number(number), start });
    }
    for (const option of OPTIONS) {
      for (const match of text.matchAll(option)) {
        const [whole, number = ''] = match;
        const start = part.index + match.index + whole.lastIndexOf(number);
        found.push({ port: Number(number), start });
      }
    }
  }
  return found;
}

function isClient(command: string): boolean {
  const words = command
    .trim()
    .replaceAll(/["'\\]/g, '')
    .split(/\s+/);
  const program = words.find((word) => !LAUNCHER.test(word)) ?? '';
  return CLIENT.test(program.replace(/^.*\//, ''));
}
