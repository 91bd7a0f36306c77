import type { UnitFacts } from '../../../../shared/supervision.ts';
import {
  parseTimeSpan,
  readList,
  readProperty,
  type UnitProperties,
} from './parse-unit-properties.ts';

/** What `toUnitFacts` reads. */
export const FACT_PROPERTIES =
  'Id,LoadState,Restart,RestartUSec,UnitFileState,WantedBy,RequiredBy,MainPID';

/** What the properties say of a unit that is loaded; `triggeredBy` is only handed on. */
export function toUnitFacts(
  properties: UnitProperties,
  triggeredBy: readonly string[],
): UnitFacts | undefined {
  if (readProperty(properties, 'LoadState') !== 'loaded') return undefined;
  const restart = readProperty(properties, 'Restart') ?? 'no';
  /** `on-watchdog` is for a service that hangs, and a signal does not make it one. */
  const restarts = restart !== 'no' && restart !== 'on-watchdog';
  const restartAfterMs = parseTimeSpan(readProperty(properties, 'RestartUSec') ?? '');
  const mainPid = Number(readProperty(properties, 'MainPID') ?? 0);
  return {
    restarts,
    ...(restarts && restartAfterMs !== undefined && { restartAfterMs }),
    isEnabled: isEnabled(properties),
    triggeredBy,
    ...(Number.isSafeInteger(mainPid) && mainPid > 0 && { mainPid }),
  };
}

function isEnabled(properties: UnitProperties): boolean {
  const state = readProperty(properties, 'UnitFileState') ?? '';
  if (state === 'enabled' || state === 'enabled-runtime') return true;
  /** These cannot be enabled, but a package or a generator may have put them behind a target. */
  if (state !== 'static' && state !== 'generated' && state !== 'indirect') return false;
  const wanting = [...readList(properties, 'WantedBy'), ...readList(properties, 'RequiredBy')];
  return wanting.some((unit) => unit.endsWith('.target'));
}
