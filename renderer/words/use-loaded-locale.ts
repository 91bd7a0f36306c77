import { useEffect, useState } from 'react';
import type { Locale } from '../../shared/locale.ts';
import { loadLanguage } from './translate.ts';

/** The language to speak: the wanted one as soon as its words are there, until then that of before. */
export function useLoadedLocale(wanted: Locale, atStart: Locale): Locale {
  const [loaded, setLoaded] = useState(atStart);
  useEffect(() => {
    let isWanted = true;
    if (wanted !== loaded) {
      loadLanguage(wanted).then(
        () => isWanted && setLoaded(wanted),
        () => undefined,
      );
    }
    return () => {
      isWanted = false;
    };
  }, [wanted, loaded]);
  return loaded;
}
