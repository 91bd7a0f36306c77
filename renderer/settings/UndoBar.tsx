import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { ChangedThing, SettingsChange } from '../../shared/settings-change.ts';
import { toSafeText } from '../../shared/messages/safe-text.ts';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { useWords, type Words } from '../words/WordsProvider.tsx';
import { PREFERENCE_NAMES } from './preference-words.ts';

/** Says quietly what was changed last in this window, and takes it back. */
export function UndoBar({ change }: { readonly change: SettingsChange | undefined }) {
  const { t } = useWords();
  // What was changed before this window opened was seen by nobody who looks at it now.
  const [seenId] = useState(change?.id);
  const [told, setTold] = useState<{ readonly id: string; readonly text: string }>();
  const isOffered = change !== undefined && change.id !== seenId;
  const undo = ({ id }: SettingsChange) => {
    invoke('settings.undo', { id }).then(
      ({ kind }) => setTold({ id, text: t(`change.${kind}`) }),
      () => setTold({ id, text: t('act.refused') }),
    );
  };
  const text = isOffered ? toChangeText(change, t) : told?.text;
  return (
    <div className="sidebar-undo">
      <p className="muted" role="status">
        {text}
      </p>
      {isOffered && (
        <Button isSmall onPress={() => undo(change)}>
          <Undo2 size={14} aria-hidden="true" />
          {t('change.undo')}
        </Button>
      )}
    </div>
  );
}

function toChangeText({ things: [first], count }: SettingsChange, t: Words['t']): string {
  if (first === undefined) return '';
  const what = toThingText(first, t);
  return count === 1 ? what : t('change.and-more', { what, count: count - 1 });
}

function toThingText(thing: ChangedThing, t: Words['t']): string {
  if (thing.kind === 'preference') {
    return t('change.preference', { what: t(PREFERENCE_NAMES[thing.key]) });
  }
  const { kind, name, port } = thing;
  return t(`change.${kind}`, { name: toSafeText(name, 40), port: String(port) });
}
