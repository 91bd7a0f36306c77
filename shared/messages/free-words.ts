import type { Verdict } from '../verdict.ts';
import { toSafeText } from './safe-text.ts';
import type { MessageKey, MessageValues } from './translator.ts';

/** What "free" comes to in one clause: for all programs, or only for those that reuse addresses. */
export function toFreeWords({ closing, kept }: Extract<Verdict, { kind: 'free' }>): {
  readonly key: MessageKey;
  readonly values?: MessageValues;
} {
  // Connections that close pass by themselves; those that somebody keeps do not.
  if (kept !== undefined) {
    const { count, program, pid } = kept;
    return program === ''
      ? { key: 'verdict.free-kept-hidden', values: { count } }
      : {
          key: 'verdict.free-kept',
          values: { count, program: toSafeText(program, 40), pid: String(pid) },
        };
  }
  return closing === undefined
    ? { key: 'verdict.free' }
    : { key: 'verdict.free-closing', values: { count: closing } };
}
