import type { Unit } from '../supervision.ts';
import type { MessageKey } from './translator.ts';

/** The message that says in which unit something runs; its gap is the unit's name. */
export function toUnitKey({ manager, isUserUnit }: Unit): MessageKey {
  switch (manager) {
    case 'launchd':
      return 'why.launchd-service';
    case 'windows':
      return 'why.windows-service';
    case undefined:
      return isUserUnit ? 'why.user-unit' : 'why.unit';
  }
}

/** The service manager of a unit, by its own name. */
export function toManagerName(unit: Unit | undefined): string {
  switch (unit?.manager) {
    case 'launchd':
      return 'launchd';
    case 'windows':
      return 'services.exe';
    case undefined:
      return 'systemd';
  }
}
