import { formatConfigPath } from './config-path-text.ts';
import type { ConfigTarget } from './config-target.ts';

/** What a person calls the place within the file. */
export function toTargetName(target: ConfigTarget): string {
  switch (target.kind) {
    case 'dotenv':
      return target.key;
    case 'json':
    case 'yaml':
    case 'toml':
      return formatConfigPath(target.path);
    case 'ini':
      return target.section === '' ? target.key : `[${target.section}] ${target.key}`;
    case 'pattern':
      return target.pattern;
  }
}
