/** Who opens a port while others watch: a process just started, or one that was there long before. */
export type Newcomer = 'new-process' | 'old-process';
