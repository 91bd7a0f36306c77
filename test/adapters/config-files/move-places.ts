import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigTarget } from '../../../shared/config-target.ts';

/** The files of a service whose port is written at five places. */
export const MOVE_FILES: Readonly<Record<string, string>> = {
  '.env': `# ${'x'.repeat(9000)}\nPORT=3000\n`,
  'compose.yaml':
    'services:\n  web:\n    ports: ["3000:80"]\n    environment: { URL: "http://localhost:3000" }\n',
  'app.toml': '[server]\nport = 3_000 # web\n',
  'app.ini': '[network]\nprimary_port = 3000\n',
};

export function toMoveTargets(folder: string): readonly ConfigTarget[] {
  const compose = join(folder, 'compose.yaml');
  return [
    { kind: 'dotenv', file: join(folder, '.env'), key: 'PORT' },
    { kind: 'yaml', file: compose, path: ['services', 'web', 'ports', 0] },
    { kind: 'toml', file: join(folder, 'app.toml'), path: ['server', 'port'] },
    { kind: 'ini', file: join(folder, 'app.ini'), section: 'network', key: 'primary_port' },
    { kind: 'yaml', file: compose, path: ['services', 'web', 'environment', 'URL'] },
  ];
}

/** Writes the files anew; `app.ini` has a second name, so it is overwritten and not replaced. */
export function writeMoveFiles(folder: string): void {
  mkdirSync(folder);
  for (const [name, text] of Object.entries(MOVE_FILES)) writeFileSync(join(folder, name), text);
  linkSync(join(folder, 'app.ini'), join(folder, 'twin'));
}
