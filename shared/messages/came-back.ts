/** Which of the sentences it is that say what came back. */
export function toCameBack({
  by,
  isShellLoop,
}: {
  readonly by: string | undefined;
  readonly isShellLoop: true | undefined;
}) {
  if (by === undefined) return 'came-back';
  return isShellLoop === true ? 'came-back-loop' : 'came-back-by';
}
