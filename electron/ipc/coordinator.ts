import type { RequestHandlers } from '../../shared/coordinator.ts';
import type { Host } from '../core/host.ts';
import type { Serving } from '../core/host-coordinator.ts';
import { createSessions } from './sessions.ts';

/** The door for programs of the same account; without it the app still does all that it shows. */
export interface Coordinator {
  /**
   * Opens the door. Of two apps that were started at once the later one learns here that another
   * has the same settings, in case the system's own lock let both through. What is asked waits for
   * `answer`.
   */
  start(): Promise<'alone' | 'another-runs'>;
  /** The app has started, and knows what to answer. */
  answer(): void;
  stop(): Promise<void>;
}

export function createCoordinator(
  { coordinator, clock, logger }: Pick<Host, 'coordinator' | 'clock' | 'logger'>,
  handlers: RequestHandlers,
): Coordinator {
  let serving: Serving | undefined;
  let answer = (): void => undefined;
  const mayAnswer = new Promise<void>((resolve) => {
    answer = resolve;
  });
  return {
    answer: () => answer(),
    async start() {
      const sessions = createSessions({
        handlers,
        clock,
        log: {
          refused: (reason, name) => {
            logger.log('warn', 'request-refused', { reason, name });
          },
          failed: (name, error) => {
            logger.log('error', 'bug', { name, error });
          },
        },
      });
      serving = await coordinator.serve((peer) => {
        const hear = sessions(peer);
        return async (line) => {
          await mayAnswer;
          return hear(line);
        };
      });
      const isServing = serving.kind === 'serving';
      const { stop: _stop, ...facts } = { stop: undefined, ...serving };
      logger.log(isServing ? 'info' : 'warn', `coordinator-${serving.kind}`, facts);
      // What another account can put there must not keep the app from starting.
      return serving.kind === 'occupied' && serving.isPrivate ? 'another-runs' : 'alone';
    },
    async stop() {
      if (serving?.kind === 'serving') await serving.stop();
    },
  };
}
