/** How GTK is told what it may do; see its manual, "Running GTK Applications". */
const SWITCH = 'GDK_GL';

/**
 * Keeps the graphics driver out of this process, which is 30 MB of it where Mesa draws without a
 * graphics card. GTK loads it to ask what windows that draw with it should look like, unless another
 * program of the session has asked before; those that GTK opens here, menus and choosers of files,
 * draw without it. Chromium's own drawing is in another process and is not touched. Must run before
 * the app is ready; what it returns takes the word back, and must run then, since every program
 * that is started from here would hear it too.
 */
export function keepGraphicsDriverOut(env: NodeJS.ProcessEnv): () => void {
  /** Somebody knows better. */
  if (env[SWITCH] !== undefined) return () => undefined;
  env[SWITCH] = 'disable';
  return () => {
    delete env[SWITCH];
  };
}
