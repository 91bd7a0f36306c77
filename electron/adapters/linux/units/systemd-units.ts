import type { UnitResult, Units } from '../../../core/host-processes.ts';
import type { Unit } from '../../../../shared/supervision.ts';
import { runTool, type ToolResult } from '../../run-tool.ts';
import { isSameListen, parseListen } from './parse-listen.ts';
import { parseUnitProperties, readList, readProperty } from './parse-unit-properties.ts';
import { FACT_PROPERTIES, toUnitFacts } from './unit-facts.ts';
import { toVisibleText } from '../../visible-text.ts';

interface SystemdUnitsOptions {
  /** An absolute path, or a name that is looked up in the system's folders. */
  readonly systemctl?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stopDeadlineMs?: number;
}

const READ_DEADLINE_MS = 3_000;
/** A service gets 90 seconds to end by default, and a person may first be asked for a password. */
const STOP_DEADLINE_MS = 5 * 60_000;
/** How systemctl finds the person's own manager. */
const PASSED_ON = ['XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'] as const;

/** Letters, digits and `:-_.\@` are all that systemd allows, so no pattern and no option fits. */
const STOPPABLE = /^[A-Za-z0-9:_.\\@][A-Za-z0-9:_.\\@-]{0,240}\.(?:service|socket)$/;

/** Asks systemd by way of systemctl. */
export function createSystemdUnits(options: SystemdUnitsOptions = {}): Units {
  const { systemctl = 'systemctl', env = process.env, stopDeadlineMs = STOP_DEADLINE_MS } = options;

  function run(
    isUserUnit: boolean,
    args: readonly string[],
    deadlineMs: number,
  ): Promise<ToolResult> {
    const passed = PASSED_ON.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    return runTool({
      tool: systemctl,
      args: [...(isUserUnit ? ['--user'] : ['--system']), '--no-pager', ...args],
      deadlineMs,
      env: Object.fromEntries(passed),
    });
  }

  /** The properties of units; an empty list when they cannot be told. */
  async function show(isUserUnit: boolean, properties: string, units: readonly string[]) {
    const result = await run(
      isUserUnit,
      ['--no-ask-password', 'show', `--property=${properties}`, '--', ...units],
      READ_DEADLINE_MS,
    );
    return result.kind === 'ended' && result.exitCode === 0
      ? parseUnitProperties(result.stdout)
      : [];
  }

  return {
    async describe({ name, isUserUnit }) {
      if (!STOPPABLE.test(name)) return undefined;
      const [unit] = await show(isUserUnit, `${FACT_PROPERTIES},TriggeredBy`, [name]);
      if (unit === undefined) return undefined;
      const sockets = readList(unit, 'TriggeredBy').filter(
        (socket) => socket.endsWith('.socket') && STOPPABLE.test(socket),
      );
      const shown = sockets.length === 0 ? [] : await show(isUserUnit, 'Id,ActiveState', sockets);
      /** A socket unit that does not listen starts nothing. */
      const listening = shown
        .filter((socket) => readProperty(socket, 'ActiveState') === 'active')
        .map((socket) => toVisibleText(readProperty(socket, 'Id') ?? ''));
      return toUnitFacts(unit, listening);
    },

    async findSocketUnit({ protocol, address, port, isUserUnit }) {
      const sockets = await show(isUserUnit, 'Id,ActiveState,Listen', ['*.socket']);
      const found = sockets.find(
        (socket) =>
          readProperty(socket, 'ActiveState') === 'active' &&
          parseListen(socket).some((listen) => isSameListen(listen, { protocol, address, port })),
      );
      const name = found === undefined ? undefined : readProperty(found, 'Id');
      return name === undefined || !STOPPABLE.test(name) ? undefined : { name, isUserUnit };
    },

    async stop(unit: Unit) {
      if (!STOPPABLE.test(unit.name)) return 'not-found';
      /**
       * Without a terminal systemctl asks nobody itself. It must not be told to ask no password
       * though: that is what forbids polkit to ask through the desktop.
       */
      return toUnitResult(await run(unit.isUserUnit, ['stop', '--', unit.name], stopDeadlineMs));
    },
  };
}

/*
 * What systemctl ends with: 0 when the unit runs no more, 4 when polkit or the unit forbids it (a
 * question that was dismissed too), 5 when there is no such unit, 1 for all else. Only for that
 * its words count, which are English under LC_ALL=C:
 *
 * Failed to stop cron.service: Interactive authentication required.
 * System has not been booted with systemd as init system (PID 1). Can't operate.
 * Failed to stop cron.service: Access denied
 */
function toUnitResult(result: ToolResult): UnitResult {
  if (result.kind === 'not-installed' || result.kind === 'timed-out') return result.kind;
  if (result.kind !== 'ended') return 'failed';
  switch (result.exitCode) {
    case 0:
      return 'stopped';
    case 4:
      return 'not-permitted';
    case 5:
      return 'not-found';
    default:
      if (/interactive authentication/i.test(result.stderr)) return 'no-agent';
      if (/not been booted with systemd/.test(result.stderr)) return 'not-installed';
      if (/access denied|permission denied|not permitted/i.test(result.stderr)) {
        return 'not-permitted';
      }
      return 'failed';
  }
}
