import { acts } from '../../shared/messages/en/acts.ts';
import { common } from '../../shared/messages/en/common.ts';
import { health } from '../../shared/messages/en/health.ts';
import { kill } from '../../shared/messages/en/kill.ts';
import { popover } from '../../shared/messages/en/popover.ts';
import { why } from '../../shared/messages/en/why.ts';
import { windows } from '../../shared/messages/en/windows.ts';

/** What every window can say in English. */
export const words = {
  ...windows,
  ...popover,
  ...acts,
  ...common,
  ...kill,
  ...health,
  ...why,
} as const;
