declare module 'ini' {
  /** Sections as objects within the object; values as text, `true`, `false` and `null`. */
  export function parse(text: string): unknown;
}
