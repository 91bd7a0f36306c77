import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly json: boolean;
  /** Fewer rounds, shorter waits: for a first look. */
  readonly quick: boolean;
  /** The largest workload too. */
  readonly heavy: boolean;
  /** Names of workloads, `kill`, `free`, `plan`, `history`, `app` or `ui`; all when empty. */
  readonly only: readonly string[];
}

export const USAGE = `npm run bench [-- [NAME…] [--only NAME] [--quick] [--heavy] [--json]]
NAME is a workload, "kill", "free", "plan", "history", "app" or "ui".`;

export function parseOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      heavy: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const { json, quick, heavy, only } = values;
  return { json, quick, heavy, only: [...only, ...positionals] };
}
