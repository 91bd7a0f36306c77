import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Locale } from '../../shared/locale.ts';
import type { System } from '../../shared/system.ts';
import { toTranslate } from './translate.ts';
import type { Translate } from '../../shared/messages/translator.ts';

const TICK_MS = 20_000;

/** What every component needs to put facts into words. */
export interface Words {
  readonly t: Translate;
  readonly locale: Locale;
  readonly homeFolder: string;
  /** The wall clock, renewed a few times a minute: ages on the screen need no more. */
  readonly nowMs: number;
}

const WordsContext = createContext<Words | undefined>(undefined);

/** Gives its children the language, the system's words, the home folder and the time. */
export function WordsProvider(props: {
  readonly locale: Locale;
  readonly system: System;
  readonly homeFolder: string;
  readonly children: ReactNode;
}) {
  const { locale, system, homeFolder } = props;
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const t = useMemo(() => toTranslate(locale, system), [locale, system]);
  const words = useMemo(() => ({ t, locale, homeFolder, nowMs }), [t, locale, homeFolder, nowMs]);
  return <WordsContext value={words}>{props.children}</WordsContext>;
}

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === undefined) throw new Error('useWords needs a WordsProvider above it.');
  return words;
}
