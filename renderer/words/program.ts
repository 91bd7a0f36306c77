import type { Owner } from '../../shared/listener.ts';
import { toBaseName } from './folder.ts';

/** What a process really is: `node` that runs `vite` in a project. */
export interface Program {
  readonly name: string;
  /** What an interpreter runs; absent for a program that is itself. */
  readonly tool: string | undefined;
  /** The project, or the working folder where there is none. */
  readonly folder: string | undefined;
}

const INTERPRETER =
  /^(node|nodejs|bun|deno|python[\d.]*|ruby[\d.]*|java|php[\d.]*|perl[\d.]*|dotnet|MainThread)(\.exe)?$/i;

/** Options of interpreters that are followed by a value of their own. */
const TAKES_VALUE = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
  '-cp',
  '-classpath',
  '--class-path',
  '-W',
  '-X',
]);

/** Reads from an owner's name, command and folders what a person would call it. */
export function toProgram(owner: Owner): Program {
  const name = toProcessName(owner);
  const tool = INTERPRETER.test(name) ? findTool(owner.command) : undefined;
  return {
    name,
    tool: tool === name ? undefined : tool,
    folder: owner.project ?? (owner.cwd === '/' ? undefined : owner.cwd),
  };
}

/** The process's name; newer Node.js calls its main thread `MainThread`, which says nothing. */
export function toProcessName(owner: Owner): string {
  return owner.name.endsWith('MainThread') && owner.executable !== undefined
    ? toBaseName(owner.executable)
    : owner.name;
}

function findTool(command: string): string | undefined {
  const words = command.split(' ').filter((word) => word !== '');
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '-m') return words[index + 1];
    if (word === '-jar') return toScriptName(words[index + 1]);
    if (word === '-c' || word === '-e' || word === '--eval') return undefined;
    if (TAKES_VALUE.has(word)) index += 1;
    else if (!word.startsWith('-')) return toScriptName(word);
  }
  return undefined;
}

function toScriptName(script: string | undefined): string | undefined {
  if (script === undefined) return undefined;
  const inPackage = script.split(/[/\\]node_modules[/\\]/);
  if (inPackage.length === 1) return toBaseName(script);
  const parts = (inPackage.at(-1) ?? '').split(/[/\\]/);
  if (parts[0] === '.bin') return parts[1];
  return parts[0]?.startsWith('@') === true ? `${parts[0]}/${parts[1] ?? ''}` : parts[0];
}
