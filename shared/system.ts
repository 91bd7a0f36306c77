export const SYSTEMS = ['linux', 'macos', 'windows'] as const;
/** The operating system whose rules hold and whose means are spoken of. */
export type System = (typeof SYSTEMS)[number];
