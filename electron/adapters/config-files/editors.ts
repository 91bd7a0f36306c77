import type { ConfigTarget } from '../../../shared/config-target.ts';
import { planTextEdit, type FormatEditor, type TextEdit } from './text-edit.ts';

/** Plans the edit that sets one target of a text from one port to another. */
export type PlanText = (text: string, from: number, to: number) => TextEdit;

/**
 * The editor of a target's format. Its parser is loaded when a file of that kind is looked at for
 * the first time, since most people have one kind and the start should not wait for the others.
 */
export async function loadPlanText(target: ConfigTarget): Promise<PlanText> {
  const bind =
    <Target>(editor: FormatEditor<Target>, own: Target): PlanText =>
    (text, from, to) =>
      planTextEdit(editor, text, own, from, to);
  switch (target.kind) {
    case 'dotenv':
      return bind((await import('./dotenv.ts')).dotenvEditor, target);
    case 'json':
      return bind((await import('./json.ts')).jsonEditor, target);
    case 'yaml':
      return bind((await import('./yaml.ts')).yamlEditor, target);
    case 'toml':
      return bind((await import('./toml.ts')).tomlEditor, target);
    case 'ini':
      return bind((await import('./ini.ts')).iniEditor, target);
    case 'pattern':
      return bind((await import('./pattern.ts')).patternEditor, target);
  }
}
