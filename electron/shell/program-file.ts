/**
 * The file that starts this program again. An AppImage runs from a mount that is gone after a
 * restart, and names its own file in the environment; so does every program that another AppImage
 * has started, such as the terminal of an IDE, and that file is not ours.
 */
export function toProgramFile(
  executable: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const { APPIMAGE: file, APPDIR: mount } = env;
  const isOurs = file !== undefined && mount !== undefined && executable.startsWith(`${mount}/`);
  return isOurs ? file : executable;
}
