/** A document as every command prints it with `--json`. */
export function formatDocument(document: object): string {
  return JSON.stringify(document, undefined, 2);
}
