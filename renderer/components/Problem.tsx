/** What went wrong just now, told at once to those who listen; nothing while all is well. */
export function Problem({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p className="field-problem" role="alert">
      {text}
    </p>
  );
}
