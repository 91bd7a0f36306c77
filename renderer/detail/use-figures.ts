import { useEffect, useState } from 'react';
import type { LatencyFigures } from '../../shared/health.ts';
import { invoke } from '../bridge.ts';

/** While somebody looks, figures of this age are new enough. */
const READ_AGAIN_MS = 3000;

/** How fast a service answered lately, read again and again while the pane is open. */
export function useFigures(watchedPortId: string): LatencyFigures | undefined {
  const [figures, setFigures] = useState<LatencyFigures>();
  useEffect(() => {
    let isWanted = true;
    const read = (): void => {
      invoke('health.read-figures', { watchedPortId }).then(
        (reply) => {
          if (isWanted) setFigures(reply.figures);
        },
        () => undefined,
      );
    };
    read();
    const timer = setInterval(read, READ_AGAIN_MS);
    return () => {
      isWanted = false;
      clearInterval(timer);
    };
  }, [watchedPortId]);
  return figures;
}
