/** A key as it is printed on the keyboard. */
export function KeyCap(props: { readonly children: string }) {
  return <kbd className="key-cap">{props.children}</kbd>;
}
