import type { KillMeans } from '../../shared/kill.ts';

/*
 * What all ways to act with an administrator's rights have in common.
 */

/** What a helper ends with; a tool that starts it may have codes of its own above these. */
export const HELPER_EXIT = { sent: 0, changed: 3, gone: 4, failed: 5 } as const;

/** As `kill -s` takes them. */
export const HELPER_SIGNALS: Readonly<Record<KillMeans, string>> = {
  graceful: 'TERM',
  force: 'KILL',
};

/** A person may look for the password, or be away; a question is not left open for good. */
export const ASK_DEADLINE_MS = 5 * 60_000;
