import type { OwnerRule } from '../watched-port.ts';
import { toShortPath } from './short-path.ts';
import type { Translate } from './translator.ts';

/** `a process in ~/shop`: whom a watched port expects. */
export function toRuleText(rule: OwnerRule, homeFolder: string, t: Translate): string {
  switch (rule.kind) {
    case 'anybody':
      return t('rule.anybody');
    case 'executable':
      return t('rule.executable', { executable: toShortPath(rule.executable, homeFolder) });
    case 'command':
      return t('rule.command', { pattern: rule.pattern });
    case 'project':
      return t('rule.project', { folder: toShortPath(rule.folder, homeFolder) });
    case 'container':
      return t('rule.container', { name: rule.name });
  }
}
