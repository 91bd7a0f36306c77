import { Component, useEffect, type ComponentType, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { toTranslate } from './words/translate.ts';
import { useLoadedLocale } from './words/use-loaded-locale.ts';
import type { Locale } from '../shared/locale.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import { useSnapshot } from './use-snapshot.ts';
import { WordsProvider } from './words/WordsProvider.tsx';
import './components/button.css';

/** What a window shows of a snapshot; chosen, and loaded, before the first drawing. */
export type ViewComponent = ComponentType<{ readonly snapshot: Snapshot }>;

export type View = 'popover' | 'settings' | 'history' | 'welcome';

/** One window: its view in the language and the colours of the settings. */
export function App(props: {
  readonly view: View;
  /** The language whose words are loaded. */
  readonly locale: Locale;
  readonly Content: ViewComponent;
}) {
  const reading = useSnapshot();
  if (reading.kind === 'reading') return null;
  if (reading.kind === 'failed') return <Broken locale={props.locale} />;
  return (
    <BrokenBoundary locale={props.locale}>
      <SnapshotView {...props} snapshot={reading.snapshot} />
    </BrokenBoundary>
  );
}

function SnapshotView(props: {
  readonly view: View;
  readonly locale: Locale;
  readonly Content: ViewComponent;
  readonly snapshot: Snapshot;
}) {
  const { view, Content, snapshot } = props;
  const { system, homeFolder } = snapshot;
  const locale = useLoadedLocale(snapshot.locale, props.locale);
  const { theme, density } = snapshot.settings;
  useEffect(() => {
    const root = document.documentElement;
    root.lang = locale;
    root.dataset['theme'] = theme;
    root.dataset['density'] = density;
    document.title = toTranslate(locale)(`window.${view}`);
  }, [locale, theme, density, view]);
  return (
    <I18nProvider locale={locale}>
      <WordsProvider locale={locale} system={system} homeFolder={homeFolder}>
        <Content snapshot={snapshot} />
      </WordsProvider>
    </I18nProvider>
  );
}

/** A mistake in drawing is told in the window; the tray and its menu go on without it. */
class BrokenBoundary extends Component<{
  readonly locale: Locale;
  readonly children: ReactNode;
}> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <Broken locale={this.props.locale} /> : this.props.children;
  }
}

function Broken(props: { readonly locale: Locale }) {
  const t = toTranslate(props.locale);
  return (
    <main className="broken">
      <p>{t('window.broken')}</p>
      <button type="button" className="button outlined" onClick={() => location.reload()}>
        {t('window.reload')}
      </button>
    </main>
  );
}
