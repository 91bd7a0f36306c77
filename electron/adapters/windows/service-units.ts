import type { UnitResult, Units } from '../../core/host-processes.ts';
import { HELPER_EXIT } from './elevated-helper.ts';
import { runElevated } from './elevation.ts';
import type { RunSystemTool, SystemToolResult } from './run-system-tool.ts';
import type { Services } from './services.ts';

const SC = 'System32\\sc.exe';
const DEADLINE_MS = 60_000;
/** What Windows forbids nobody, without what quotes and options are made of. */
const STOPPABLE = /^[\w.$@{}-]{1,200}$/;

/*
 * What sc.exe ends with is the system's error, the same in every language: 5 without the rights,
 * 1060 where there is no such service, 1062 where it does not run, 1051 where others that run
 * depend on it, 1052 where it cannot be stopped.
 */
const ERROR_ACCESS_DENIED = 5;
const ERROR_SERVICE_DOES_NOT_EXIST = 1060;
const ERROR_SERVICE_NOT_ACTIVE = 1062;

/** Services of Windows, which sc.exe stops; where that takes rights, the person is asked. */
export function createServiceUnits(
  run: RunSystemTool,
  getServices: () => Services | undefined,
): Units {
  return {
    describe: ({ name }) => Promise.resolve(getServices()?.describe(name)),
    findSocketUnit: () => Promise.resolve(undefined),
    async stop({ name }) {
      if (!STOPPABLE.test(name)) return 'not-found';
      const result = await run({ tool: SC, args: ['stop', name], deadlineMs: DEADLINE_MS });
      const isDenied = result.kind === 'ended' && result.exitCode === ERROR_ACCESS_DENIED;
      if (!isDenied) return toUnitResult(result);
      const elevated = await runElevated(run, SC, ['stop', name]);
      const isDismissed = elevated.kind === 'ended' && elevated.exitCode === HELPER_EXIT.dismissed;
      return isDismissed ? 'not-permitted' : toUnitResult(elevated);
    },
  };
}

function toUnitResult(result: SystemToolResult): UnitResult {
  if (result.kind === 'not-installed' || result.kind === 'timed-out') return result.kind;
  if (result.kind !== 'ended') return 'failed';
  switch (result.exitCode) {
    case 0:
    case ERROR_SERVICE_NOT_ACTIVE:
      return 'stopped';
    case ERROR_ACCESS_DENIED:
      return 'not-permitted';
    case ERROR_SERVICE_DOES_NOT_EXIST:
      return 'not-found';
    default:
      return 'failed';
  }
}
