import type { EngineFailure } from '../../../shared/supervision.ts';

/** What one engine says to a question; `absent` where there is no engine at all. */
export type EngineAnswer<Found> =
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: EngineFailure }
  | { readonly kind: 'absent' };

/** What all engines say together. */
export type JointAnswer<Found> = Exclude<EngineAnswer<Found>, { readonly kind: 'absent' }>;

/** What helps a person most comes first. */
const MOST_TELLING: readonly EngineFailure[] = [
  'timed-out',
  'not-permitted',
  'unreadable',
  'not-running',
];

/** Takes all of them together when none has found anything. */
export function joinAnswers<Found>(answers: readonly EngineAnswer<Found>[]): JointAnswer<Found> {
  const reasons = answers.flatMap((answer) => (answer.kind === 'unknown' ? [answer.reason] : []));
  const reason = MOST_TELLING.find((one) => reasons.includes(one)) ?? reasons[0];
  if (reason !== undefined) return { kind: 'unknown', reason };
  return answers.some(({ kind }) => kind === 'none')
    ? { kind: 'none' }
    : { kind: 'unknown', reason: 'not-running' };
}

/**
 * Asks every engine at once. The first that finds something decides; `none` needs every engine
 * that there is to say so.
 */
export function askEngines<Found>(
  sockets: readonly string[],
  ask: (socketPath: string) => Promise<EngineAnswer<Found>>,
): Promise<JointAnswer<Found>> {
  return new Promise((resolve, reject) => {
    const asked = sockets.map(async (socketPath) => {
      const answer = await ask(socketPath);
      if (answer.kind === 'found') resolve(answer);
      return answer;
    });
    Promise.all(asked).then((answers) => {
      resolve(joinAnswers(answers));
    }, reject);
  });
}

/**
 * Runs work with a signal that is aborted after this long, and in any case when the work ends. Only
 * the work keeps the process alive.
 */
export async function within<Value>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort();
  }, ms);
  timer.unref();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}
