import { useEffect, useMemo, useState } from 'react';
import { invoke } from '../bridge.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { createActTools, type ActTools, type OutcomeLines } from './act-tools.ts';
import { toWatchedItemId, type Acts, type OpenDialog } from './acts.ts';
import { createHoldActs } from './hold-acts.ts';
import { createKillActs } from './kill-acts.ts';
import { createListenerActs } from './listener-acts.ts';
import { createMoveActs } from './move-acts.ts';
import { createStartActs } from './start-acts.ts';

/** Builds the acts of one popover: it asks main, and keeps what main answered. */
export function useCreateActs(): Acts {
  const words = useWords();
  const [outcomes, setOutcomes] = useState<OutcomeLines>(new Map());
  const [dialog, setDialog] = useState<OpenDialog>();
  const [detailId, showDetail] = useState<string>();
  const [tools] = useState(() =>
    createActTools({ words, changeOutcomes: setOutcomes, openDialog: setDialog }),
  );
  useEffect(() => {
    tools.setWords(words);
  });
  const acts = useMemo(() => createActs(tools), [tools]);
  return useMemo(
    () => ({ ...acts, outcomes, dialog, detailId, showDetail }),
    [acts, outcomes, dialog, detailId],
  );
}

type State = 'outcomes' | 'dialog' | 'detailId' | 'showDetail';

function createActs(tools: ActTools): Omit<Acts, State> {
  const { tell, run, getWords, openDialog } = tools;
  return {
    ...createKillActs(tools),
    ...createMoveActs(tools),
    ...createStartActs(tools),
    ...createListenerActs(tools),
    ...createHoldActs(tools),
    openPalette: () => openDialog({ kind: 'palette' }),
    openShortcuts: () => openDialog({ kind: 'shortcuts' }),
    closeDialog: () => openDialog(undefined),
    dismiss: (subjectId) => tell(subjectId, undefined),
    copy: async (text) => {
      try {
        await invoke('text.copy', { text });
        return true;
      } catch {
        return false;
      }
    },
    askWatch: (row, isForMove = false) => openDialog({ kind: 'watch', row, isForMove }),
    saveWatch: async (watchedPort) => {
      const { t } = getWords();
      try {
        const reply = await invoke('watched-port.save', { watchedPort });
        if (reply.kind === 'watched-twice') return t('watch.watched-twice', { name: reply.name });
        if (reply.kind === 'too-many') return t('watch.too-many');
        if (reply.kind === 'declined') return t('watch.declined');
      } catch {
        return t('act.refused');
      }
      tell(toWatchedItemId(watchedPort.id), {
        tone: 'good',
        text: t('act.watched', { name: watchedPort.name, port: String(watchedPort.port) }),
      });
      return undefined;
    },
    acceptOwner: ({ id }, shown) =>
      run(toWatchedItemId(id), async () => {
        await invoke('watched-port.accept-owner', { watchedPortId: id, ...shown });
      }),
    mute: ({ id }, period) =>
      run(toWatchedItemId(id), async () => {
        await invoke('watched-port.mute', { watchedPortId: id, period });
      }),
    openSettings: (watchedPortId) =>
      run('window', async () => {
        await invoke('window.open', {
          window: 'settings',
          ...(watchedPortId !== undefined && { watchedPortId }),
        });
      }),
  };
}
