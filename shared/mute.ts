/** How long a person ignores a port; `over` ends it, `further-notice` lasts until then. */
export const MUTE_PERIODS = ['hour', 'until-morning', 'further-notice', 'over'] as const;
export type MutePeriod = (typeof MUTE_PERIODS)[number];

/** The end of a mute that only the person ends. */
export const FURTHER_NOTICE = 'further-notice';

/** Whether a mute has run out; `nowMs` by the wall clock. */
export function isMuteOver({ until }: { readonly until: string }, nowMs: number): boolean {
  return until !== FURTHER_NOTICE && Date.parse(until) <= nowMs;
}
