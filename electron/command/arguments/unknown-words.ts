import { parsePort } from '../../../shared/port-text.ts';
import type { ArgumentProblem } from './argument-problem.ts';
import { listVerbs, type Verb } from './commands.ts';
import { findNearest } from './nearest.ts';

/** A command that there is not, with the one that was probably meant. */
export function toUnknownVerb(argument: string): ArgumentProblem {
  const nearest = findNearest(argument, listVerbs());
  return {
    kind: 'unknown',
    argument,
    ...(nearest !== undefined && { meant: `portreeve ${nearest}` }),
  };
}

/** A word too many; a port behind these has a place of its own. */
export function toUnknownWord(verb: Verb, argument: string): ArgumentProblem {
  const isPort = parsePort(argument).kind === 'port';
  const meant =
    verb === 'list' || verb === 'watch'
      ? `portreeve ${verb} --port ${argument}`
      : verb === 'check'
        ? `portreeve why ${argument}`
        : undefined;
  return { kind: 'unknown', argument, ...(isPort && meant !== undefined && { meant }) };
}
