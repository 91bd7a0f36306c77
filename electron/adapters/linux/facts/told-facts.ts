/** What another source than /proc tells of a process. */
export interface ToldFacts {
  readonly pid: number;
  readonly command: string | undefined;
  readonly uid: number | undefined;
}

/** Lists processes some other way; an empty list where that fails too. */
export type ListProcesses = () => Promise<readonly ToldFacts[]>;

/** A second opinion is not worth more waiting than this. */
const LIST_DEADLINE_MS = 2_000;

/**
 * Asks `ps` by way of ps-list, which is loaded only now: it starts a program, and on an ordinary
 * system /proc has told everything already.
 */
export async function listProcessesWithPs(): Promise<readonly ToldFacts[]> {
  const { default: psList } = await import('ps-list');
  const listed = await psList();
  return listed.map(({ pid, cmd, uid }) => ({ pid, command: cmd, uid }));
}

/** The list, or an empty one when the source fails or takes too long. */
export async function tryListProcesses(list: ListProcesses): Promise<readonly ToldFacts[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly ToldFacts[]>((resolve) => {
    timer = setTimeout(() => resolve([]), LIST_DEADLINE_MS);
  });
  const none = (): readonly ToldFacts[] => [];
  /** Whatever the reason, the facts stay unknown, and unknown is what they are shown as. */
  const told = await Promise.race([list().catch(none), late]);
  clearTimeout(timer);
  return told;
}
