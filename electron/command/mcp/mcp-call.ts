import type { Translate } from '../../../shared/messages/translator.ts';
import type { FreeHost } from '../../core/host.ts';
import type { CommandCall } from '../call/command-call.ts';

/** What the tools need of the machine. */
export interface McpCall extends Pick<
  CommandCall,
  'host' | 'versions' | 'cwd' | 'keepsHistory' | 'ownsSettings'
> {
  readonly freeHost: FreeHost;
  /** What agents read is English, like the protocol's own words. */
  readonly t: Translate;
}
