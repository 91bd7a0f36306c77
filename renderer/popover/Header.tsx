import { History, Pause, Pin, PinOff, Play, SlidersHorizontal, X } from 'lucide-react';
import { Fragment } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { IconButton } from '../components/Button.tsx';
import { Say } from '../words/Say.tsx';
import { toSummary } from '../words/summary.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs } from './acts.ts';
import { windowActs } from './window-acts.ts';

/** The answer in one sentence; the window is moved by it. */
export function Header(props: { readonly snapshot: Snapshot }) {
  const { t } = useWords();
  const { openSettings } = useActs();
  const summary = toSummary(props.snapshot);
  const { isPaused, isPinned } = props.snapshot.settings;
  return (
    <header className="popover-header">
      <div className="popover-answer">
        <h1 className={`tone-${summary.tone}`} aria-live="polite">
          <Say saying={summary.title} />
        </h1>
        <p className="popover-facts one-line">
          {summary.details.map((detail, index) => (
            <Fragment key={detail.key}>
              {index > 0 && ' · '}
              <Say saying={detail} />
            </Fragment>
          ))}
        </p>
      </div>
      <IconButton
        label={t(isPaused ? 'popover.resume' : 'popover.pause')}
        onPress={() => windowActs.setPaused(!isPaused)}
      >
        {isPaused ? <Play size={18} aria-hidden="true" /> : <Pause size={18} aria-hidden="true" />}
      </IconButton>
      <IconButton
        label={t(isPinned ? 'popover.unpin' : 'popover.pin')}
        onPress={() => windowActs.setPinned(!isPinned)}
      >
        {isPinned ? <PinOff size={18} aria-hidden="true" /> : <Pin size={18} aria-hidden="true" />}
      </IconButton>
      <IconButton label={t('popover.history')} onPress={windowActs.openHistory}>
        <History size={18} aria-hidden="true" />
      </IconButton>
      <IconButton label={t('popover.settings')} onPress={() => openSettings()}>
        <SlidersHorizontal size={18} aria-hidden="true" />
      </IconButton>
      {isPinned && (
        <IconButton label={t('popover.close')} onPress={windowActs.close}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      )}
    </header>
  );
}
