/** What the desktop's entry adds to the command, so that a start at login is known from a person's. */
export const AT_LOGIN = '--at-login';

/** Whether the desktop started the app with the session. */
export function isAtLogin(argv: readonly string[]): boolean {
  return argv.includes(AT_LOGIN);
}
