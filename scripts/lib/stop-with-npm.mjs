/** How often to look whether npm is still there. */
const intervalMs = 500;

/**
 * Ends this script, as by SIGTERM, when the npm that started it has ended. A killed npm passes the
 * signal to its shell only; without this the app or the tests would run on with nobody to stop them.
 */
export function stopWithNpm() {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, intervalMs);
  timer.unref();
}
