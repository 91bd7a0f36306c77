/** What was measured of one program, ours or the bare one. */
export interface AppFigures {
  /** From the start to the tray item's registration; each round's. */
  readonly registeredMs: readonly number[];
  /** From the start to the first paint of the window that a click on the icon opens. */
  readonly paintedMs: readonly number[];
  /** Of one core, over the whole process tree, in the tray. */
  readonly cpuPercent: readonly number[];
  readonly pssMb: readonly number[];
  /** With its windows open, and after they were closed again. */
  readonly openPssMb: readonly number[];
  readonly closedPssMb: readonly number[];
}

export interface AppComparison {
  readonly portreeve: AppFigures;
  readonly bare: AppFigures;
}
