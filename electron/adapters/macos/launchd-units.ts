import type { UnitResult, Units } from '../../core/host-processes.ts';
import type { Unit } from '../../../shared/supervision.ts';
import { runTool, type ToolResult } from '../run-tool.ts';
import { parseLaunchdList, parseLaunchdPrint, type LaunchdService } from './launchd-list.ts';

interface LaunchdUnitsOptions {
  readonly launchctl?: string;
  readonly uid: number;
}

/** Where macOS has it. */
const LAUNCHCTL = '/bin/launchctl';
const READ_DEADLINE_MS = 3_000;
/** A service has 20 seconds to end by default. */
const STOP_DEADLINE_MS = 60_000;
/** What a label may be made of; nothing that launchctl would take for an option or a path. */
const LABEL = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,200}$/;
/** Applications that a person opened have labels too, and so has the system itself. */
const NOT_A_SERVICE = /^(?:application\.|com\.apple\.|\[|0x)/;

/** Asks launchd about the services of our own domain: those of the session, or of the system. */
export function createLaunchdUnits({ launchctl = LAUNCHCTL, uid }: LaunchdUnitsOptions): Units {
  const toTarget = ({ name }: Unit): string =>
    uid === 0 ? `system/${name}` : `gui/${uid}/${name}`;

  return {
    async describe(unit) {
      if (!LABEL.test(unit.name)) return undefined;
      const result = await runTool({
        tool: launchctl,
        args: ['print', toTarget(unit)],
        deadlineMs: READ_DEADLINE_MS,
      });
      const facts =
        result.kind === 'ended' && result.exitCode === 0
          ? parseLaunchdPrint(result.stdout)
          : undefined;
      if (facts === undefined) return undefined;
      return {
        restarts: facts.isKeptAlive,
        isEnabled: facts.startsAtLoad,
        triggeredBy: [],
        ...(facts.pid !== undefined && { mainPid: facts.pid }),
      };
    },

    /** launchd holds ports for services of the system only, which are not for us to stop. */
    findSocketUnit: () => Promise.resolve(undefined),

    async stop(unit) {
      if (!LABEL.test(unit.name)) return 'not-found';
      return toUnitResult(
        await runTool({
          tool: launchctl,
          args: ['bootout', toTarget(unit)],
          deadlineMs: STOP_DEADLINE_MS,
        }),
      );
    },
  };
}

/*
 * Boot-out failed: 3: No such process
 * Boot-out failed: 36: Operation now in progress
 * Boot-out failed: 150: Operation not permitted while System Integrity Protection is engaged
 * Could not find service "x" in domain for user gui: 501
 */
function toUnitResult(result: ToolResult): UnitResult {
  if (result.kind === 'not-installed' || result.kind === 'timed-out') return result.kind;
  if (result.kind !== 'ended') return 'failed';
  switch (result.exitCode) {
    case 0:
    /** It was told, and is still ending; whether the port becomes free is looked at anyway. */
    case 36:
      return 'stopped';
    case 3:
    case 113:
      return 'not-found';
    case 1:
    case 150:
      return 'not-permitted';
    default:
      return 'failed';
  }
}

/** The services of our domain that run; an empty list where launchd does not answer. */
export async function readServices(launchctl = LAUNCHCTL): Promise<readonly LaunchdService[]> {
  const result = await runTool({
    tool: launchctl,
    args: ['list'],
    deadlineMs: READ_DEADLINE_MS,
  });
  return result.kind === 'ended' ? parseLaunchdList(result.stdout) : [];
}

/** The service that one of these processes is, nearest first. */
export function findUnit(
  services: readonly LaunchdService[],
  pids: readonly number[],
  uid: number,
): Unit | undefined {
  for (const pid of pids) {
    const service = services.find((one) => one.pid === pid);
    if (service === undefined) continue;
    const { label } = service;
    if (!LABEL.test(label) || NOT_A_SERVICE.test(label)) return undefined;
    return { name: label, isUserUnit: uid !== 0, manager: 'launchd' };
  }
  return undefined;
}
