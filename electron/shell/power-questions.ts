import { toCommandLine } from '../../shared/command-line.ts';
import { toSafeText } from '../../shared/messages/safe-text.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import type { Power } from '../core/powers.ts';

/** Nothing that a person agrees to is shortened; what is longer than this is not asked for. */
const DETAIL_LENGTH_MAX = 4000;

/** What one entry asks for. */
export interface PowerRequest {
  readonly watchedPort: WatchedPort;
  readonly powers: readonly Power[];
}

/** One dialog. */
export interface PowerQuestion {
  readonly message: string;
  readonly detail: string;
}

/**
 * As few questions as have room for all that is asked for; undefined where something has room in
 * none.
 */
export function toPowerQuestions(
  requests: readonly PowerRequest[],
  t: Translate,
): readonly PowerQuestion[] | undefined {
  const [only, ...others] = requests;
  const parts = requests.map(({ watchedPort, powers }) => {
    const lines = powers.map((power) => toPowerText(power, watchedPort, t));
    return [...(others.length > 0 ? [`${toName(watchedPort)}:`] : []), ...lines].join('\n');
  });
  if (only === undefined) return [];
  if (parts.some((part) => part.length > DETAIL_LENGTH_MAX)) return undefined;
  const message =
    others.length === 0
      ? t('powers.question', { name: toName(only.watchedPort) })
      : t('powers.question-several', { count: requests.length });
  return toPages(parts).map((detail) => ({ message, detail }));
}

function toPages(parts: readonly string[]): readonly string[] {
  const pages: string[] = [];
  for (const part of parts) {
    const last = pages.at(-1);
    const joined = last === undefined ? part : `${last}\n\n${part}`;
    if (joined.length > DETAIL_LENGTH_MAX) pages.push(part);
    else pages.splice(-1, 1, joined);
  }
  return pages;
}

const toName = ({ name }: WatchedPort): string => toSafeText(name);

function toPowerText(power: Power, { port }: WatchedPort, t: Translate): string {
  const whole = (text: string): string => toSafeText(text, DETAIL_LENGTH_MAX + 1);
  switch (power.kind) {
    case 'write':
      return t('powers.write', { file: whole(power.file) });
    case 'read':
      return t('powers.read', { folder: whole(power.folder) });
    case 'run':
      return t('powers.run', {
        command: whole(toCommandLine(power.command)),
        folder: whole(power.folder),
      });
    case 'restart':
      return t('powers.restart', { port: String(port) });
    case 'end':
      return t('powers.end', { executable: whole(power.executable), port: String(port) });
  }
}
