import { decodeOutput } from '../decode-output.ts';
import type { RunSystemTool } from '../run-system-tool.ts';
import { parseDistributions } from './parse-distributions.ts';
import { parseReport, type LinuxHolder } from './parse-report.ts';
import { REPORT_SCRIPT } from './report-script.ts';

/** A Linux process and the distribution that it runs in. */
export interface InsideHolder extends LinuxHolder {
  readonly distribution: string;
}

/** Asks every running distribution who listens in it; empty where nobody answers. */
export type AskDistributions = () => Promise<readonly InsideHolder[]>;

const WSL = 'System32\\wsl.exe';
const LIST_DEADLINE_MS = 5_000;
/** Its machine is running, since a relay of it is. */
const REPORT_DEADLINE_MS = 8_000;

/**
 * Creates what asks them, one after the other and as the distribution's own user. A distribution
 * that does not run is not asked, because the question would start it.
 */
export function createAskDistributions(run: RunSystemTool): AskDistributions {
  async function readReport(distribution: string): Promise<readonly InsideHolder[]> {
    const result = await run({
      tool: WSL,
      args: ['-d', distribution, '-e', 'sh'],
      input: REPORT_SCRIPT,
      deadlineMs: REPORT_DEADLINE_MS,
    });
    if (result.kind !== 'ended') return [];
    // What comes from inside is not recoded on its way, unlike what wsl.exe says itself.
    const text = new TextDecoder('utf-8').decode(result.stdout);
    return parseReport(text).map((holder) => ({ ...holder, distribution }));
  }

  return async () => {
    const list = await run({
      tool: WSL,
      args: ['--list', '--running', '--quiet'],
      deadlineMs: LIST_DEADLINE_MS,
    });
    if (list.kind !== 'ended' || list.exitCode !== 0) return [];
    const found: InsideHolder[] = [];
    for (const name of parseDistributions(decodeOutput(list.stdout))) {
      found.push(...(await readReport(name)));
    }
    return found;
  };
}
