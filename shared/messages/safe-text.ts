import type { Owner } from '../listener.ts';

// C0 and C1 controls, and the marks that reorder text: a process name may hold any of them.
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Text that another program chose, made safe to stand in a menu, a log or a terminal. */
export function toSafeText(text: string, lengthMax = 80): string {
  const plain = text.replace(UNSAFE, '\ufffd');
  return plain.length <= lengthMax ? plain : `${plain.slice(0, lengthMax - 1)}…`;
}

/** `node, python3`: each name once. */
export function toNames(owners: readonly Owner[]): string {
  return [...new Set(owners.map((owner) => toSafeText(owner.name, 40)))].join(', ');
}
