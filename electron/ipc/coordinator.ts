import type { RequestHandlers } from '../../shared/coordinator.ts';
import type { Host } from '../core/host.ts';
import type { Serving } from '../core/host-coordinator.ts';
import { createSessions } from './sessions.ts';

/** The door for programs of the same account; without it the app still does all that it shows. */
export interface Coordinator {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createCoordinator(
  { coordinator, clock, logger }: Pick<Host, 'coordinator' | 'clock' | 'logger'>,
  handlers: RequestHandlers,
): Coordinator {
  let serving: Serving | undefined;
  return {
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
      serving = await coordinator.serve(sessions);
      const isServing = serving.kind === 'serving';
      const { stop: _stop, ...facts } = { stop: undefined, ...serving };
      logger.log(isServing ? 'info' : 'warn', `coordinator-${serving.kind}`, facts);
    },
    async stop() {
      if (serving?.kind === 'serving') await serving.stop();
    },
  };
}
