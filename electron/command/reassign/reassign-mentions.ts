import { toSafeText } from '../../../shared/messages/safe-text.ts';
import { toShortPath } from '../../../shared/messages/short-path.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import { toTextAround } from '../../../shared/text-around.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../../core/host.ts';
import type { MentionsReading } from '../../core/host-files.ts';
import { findProjectFolder } from '../../core/reassign/mentions.ts';

const TEXT_MAX = 100;

/** The lines of the project, beside those that a move changes, that mention the service's port. */
export async function readMentions(host: Host, watched: WatchedPort): Promise<MentionsReading> {
  const folder = await findProjectFolder(host, watched);
  return folder === undefined
    ? { mentions: [], unchangeable: 0, isPartial: false }
    : host.projects.readMentions(folder, watched.port, watched.configTargets);
}

/** They are shown before a move, which leaves them as they are; nothing where there are none. */
export function toMentionLines(
  { mentions, unchangeable, isPartial }: MentionsReading,
  { port }: WatchedPort,
  homeFolder: string,
  t: Translate,
): readonly string[] {
  if (mentions.length + unchangeable === 0) return [];
  const values = { count: mentions.length + unchangeable, port: String(port) };
  return [
    '',
    t('command.move-mentions', values),
    ...mentions.map(({ target, line, text }) => {
      const file = toSafeText(toShortPath(target.file, homeFolder), 200);
      const part = toTextAround(text, text.indexOf(String(port)), TEXT_MAX);
      return `  ${file}:${line}  ${toSafeText(part, TEXT_MAX)}`;
    }),
    ...(unchangeable > 0 && mentions.length > 0
      ? [`  ${t('passed-over.more', { count: unchangeable })}`]
      : []),
    ...(isPartial ? [`  ${t('move.mentions-partial')}`] : []),
  ];
}

/** See the README for the shape, which other programs rely on. */
export function toMentionsDocument({ mentions }: MentionsReading) {
  return mentions.map(({ target, line, text }) => ({ file: target.file, line, text }));
}
