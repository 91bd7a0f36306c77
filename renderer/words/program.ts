import type { Owner } from '../../shared/listener.ts';
import { toTitle } from '../../shared/titles.ts';

/** What a process really is: `node` that runs `vite` in a project. */
export interface Program {
  readonly name: string;
  /** What it runs; absent for a program that is itself. */
  readonly tool: string | undefined;
  /** The project, or the working folder where there is none. */
  readonly folder: string | undefined;
}

/** Reads from an owner's name, command and folders what a person would call it. */
export function toProgram(owner: Owner): Program {
  const known = programs.get(owner);
  if (known !== undefined) return known;
  const program = readProgram(owner);
  programs.set(owner, program);
  return program;
}

// Many rules are tried on a command line, and an owner stays the same object while it lives.
const programs = new WeakMap<Owner, Program>();

function readProgram(owner: Owner): Program {
  const { name, tool } = toTitle(owner);
  return {
    name,
    tool,
    folder: owner.project ?? (owner.cwd === '/' ? undefined : owner.cwd),
  };
}

/** Whether the process's own name tells more than its title already does. */
export function hasRawName({ name, tool }: Pick<Program, 'name' | 'tool'>): boolean {
  return tool !== undefined && !name.toLowerCase().startsWith(tool.toLowerCase());
}
