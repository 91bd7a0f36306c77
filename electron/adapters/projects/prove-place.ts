import { configTargetSchema, type ConfigTarget } from '../../../shared/config-target.ts';
import { toTextAround } from '../../../shared/text-around.ts';
import { loadPlanText } from '../config-files/editors.ts';
import { countLine, readLine } from '../config-files/text-edit.ts';
import type { NumberAt } from './command-ports.ts';
import type { PlaceInFile } from './find-candidates.ts';
import { toPattern } from './pattern-place.ts';
import type { ProjectFile } from './walk-project.ts';

export interface ProvenPlace {
  readonly target: ConfigTarget;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

const TEXT_LENGTH_MAX = 200;

/**
 * The target that changes this very number, found out by planning a change with the editor that
 * would make it; undefined where none can.
 */
export async function provePlace(
  { file, text }: ProjectFile,
  number: NumberAt & { readonly target?: PlaceInFile },
): Promise<ProvenPlace | undefined> {
  const place = number.target ?? toPatternPlace(text, number);
  const parsed = configTargetSchema.safeParse({ ...place, file });
  if (!parsed.success) return undefined;
  if ((await findNumber(text, parsed.data, number.port)) !== number.start) return undefined;
  const line = countLine(text, number.start);
  const column = number.start - (text.lastIndexOf('\n', number.start) + 1);
  return { target: parsed.data, line, text: toShown(readLine(text, line), column) };
}

/** Where in the text the target would change its number, or undefined where it would not. */
export async function findNumber(
  text: string,
  target: ConfigTarget,
  port: number,
): Promise<number | undefined> {
  const planText = await loadPlanText(target);
  const edit = planText(text, port, toOther(text, port));
  return edit.kind === 'edit' ? edit.splice.start : undefined;
}

function toPatternPlace(text: string, number: NumberAt): PlaceInFile | undefined {
  const pattern = toPattern(text, number);
  return pattern === undefined ? undefined : { kind: 'pattern', pattern };
}

/** A port to plan with that stands nowhere in the text, so that no two numbers are confused. */
function toOther(text: string, port: number): number {
  let other = port === 65_535 ? 1024 : port + 1;
  for (let tries = 0; tries < 100 && text.includes(String(other)); tries += 1) {
    other = other === 65_535 ? 1024 : other + 1;
  }
  return other;
}

/** `column` is where the number stands in the line. */
function toShown(line: string, column: number): string {
  const blanks = line.length - line.trimStart().length;
  return toTextAround(line.trim(), column - blanks, TEXT_LENGTH_MAX);
}
