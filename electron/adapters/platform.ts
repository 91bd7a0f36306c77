import type { Host } from '../core/host.ts';

/** What each system answers in its own way. */
export type Platform = Pick<
  Host,
  | 'system'
  | 'scanner'
  | 'processes'
  | 'terminator'
  | 'elevation'
  | 'units'
  | 'portUses'
  | 'processStories'
  | 'readPortLimits'
  | 'onUnread'
> & {
  /** Settles when single processes can be looked at; absent where that is at once. */
  readonly isReady?: Promise<unknown>;
};
