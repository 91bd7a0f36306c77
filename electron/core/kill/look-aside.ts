import type { Logger } from '../host.ts';

/** What a look that may take long has found out. */
type Look = () => Promise<'changed' | 'same'>;

/** Looks in the background, one look at a time, and tells only of a change. */
export function createLookAside(look: Look, logger: Logger): (onChange: () => void) => void {
  let isLooking = false;

  async function lookOnce(onChange: () => void): Promise<void> {
    try {
      if ((await look()) === 'changed') onChange();
    } catch (error) {
      logger.log('error', 'bug', { error });
    } finally {
      isLooking = false;
    }
  }

  return (onChange) => {
    if (isLooking) return;
    isLooking = true;
    void lookOnce(onChange);
  };
}
