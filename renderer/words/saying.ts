import { toSafeText } from '../../shared/messages/safe-text.ts';
import type { MessageKey, Translate } from '../../shared/messages/translator.ts';

/** Longer foreign text is cut; the layout cuts it earlier where there is less room. */
export const SHOWN_LENGTH_MAX = 500;

/** A sentence before it has a language: a message and what stands in its gaps. */
export interface Saying {
  readonly key: MessageKey;
  /** Strings are shown as isolated text, whatever they contain; sayings may nest. */
  readonly values?: Readonly<Record<string, SayingValue>>;
  /** What the message chooses by (`select`), never shown. */
  readonly choice?: Readonly<Record<string, string>>;
}
export type SayingValue = string | number | Saying;

export type SayingPart =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | {
      readonly kind: 'value';
      readonly at: number;
      readonly name: string;
      readonly value: string | Saying;
    };

// A private-use character: no message holds it, and values never pass through the message.
const MARK = '\uE000';

/** Cuts a sentence into its own words and its gaps, so that a gap's text stays text. */
export function toSayingParts(t: Translate, saying: Saying): readonly SayingPart[] {
  const values: Record<string, string | number> = { ...saying.choice };
  const gaps = new Map<string, string | Saying>();
  for (const [name, value] of Object.entries(saying.values ?? {})) {
    if (typeof value === 'number') {
      values[name] = value;
    } else {
      values[name] = `${MARK}${name}${MARK}`;
      gaps.set(name, value);
    }
  }
  const parts = t(saying.key, values)
    .split(MARK)
    .map((piece, at): SayingPart => {
      const value = at % 2 === 1 ? gaps.get(piece) : undefined;
      return value === undefined
        ? { kind: 'text', at, text: piece }
        : { kind: 'value', at, name: piece, value };
    });
  return parts
    .map((part, at) => closeUp(part, parts[at - 1], t))
    .filter((part) => part.kind === 'value' || part.text !== '');
}

/** Takes away the space behind a gap that ended with a full-width bracket: it has its own room. */
function closeUp(part: SayingPart, before: SayingPart | undefined, t: Translate): SayingPart {
  if (part.kind !== 'text' || !part.text.startsWith(' ') || before?.kind !== 'value') return part;
  const { value } = before;
  if (typeof value === 'string' || !toPlainText(t, value).endsWith('）')) return part;
  return { ...part, text: part.text.slice(1) };
}

/** The sentence as one plain string, for attributes such as labels and titles. */
export function toPlainText(t: Translate, saying: Saying): string {
  return toSayingParts(t, saying)
    .map((part) => {
      if (part.kind === 'text') return part.text;
      return typeof part.value === 'string'
        ? toSafeText(part.value, SHOWN_LENGTH_MAX)
        : toPlainText(t, part.value);
    })
    .join('');
}

/** The words of a text with their places, which tell two equal words apart. */
export function toWords(text: string): readonly { readonly at: number; readonly word: string }[] {
  return text.split(' ').map((word, at) => ({ at, word }));
}
