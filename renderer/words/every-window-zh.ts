import { acts } from '../../shared/messages/zh-CN/acts.ts';
import { common } from '../../shared/messages/zh-CN/common.ts';
import { health } from '../../shared/messages/zh-CN/health.ts';
import { kill } from '../../shared/messages/zh-CN/kill.ts';
import { popover } from '../../shared/messages/zh-CN/popover.ts';
import { why } from '../../shared/messages/zh-CN/why.ts';
import { windows } from '../../shared/messages/zh-CN/windows.ts';

/** What every window can say in Simplified Chinese. */
export const words = {
  ...windows,
  ...popover,
  ...acts,
  ...common,
  ...kill,
  ...health,
  ...why,
} as const;
