import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { toLocale } from '../shared/locale.ts';
import { App, type View, type ViewComponent } from './App.tsx';
import { connectSnapshot } from './use-snapshot.ts';
import { listenForViewRequests } from './view-requests.ts';
import { learnWords, loadLanguage } from './words/translate.ts';
import './theme.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');

listenForViewRequests();
// Main answers while the view is still being loaded.
connectSnapshot();
// Loaded first and not lazily: React holds a lazy part back for a third of a second.
const views: Readonly<Record<View, () => Promise<ViewComponent>>> = {
  popover: async () => (await import('./popover/Popover.tsx')).Popover,
  settings: async () => {
    learnWords((await import('./settings/own-words.ts')).ownWords);
    return (await import('./settings/Settings.tsx')).Settings;
  },
  history: async () => {
    learnWords((await import('./history/own-words.ts')).ownWords);
    return (await import('./history/History.tsx')).History;
  },
  welcome: async () => {
    learnWords((await import('./welcome/own-words.ts')).ownWords);
    return (await import('./welcome/Welcome.tsx')).Welcome;
  },
};

function isView(text: string): text is View {
  return Object.hasOwn(views, text);
}

const asked = new URLSearchParams(location.search);
const askedView = asked.get('view') ?? '';
const view: View = isView(askedView) ? askedView : 'popover';
const locale = toLocale(asked.get('locale') ?? navigator.language);
// Fetched beside the view, which then adds words of its own.
void loadLanguage(locale);
const Content = await views[view]();
await loadLanguage(locale);
createRoot(root).render(
  <StrictMode>
    <App view={view} locale={locale} Content={Content} />
  </StrictMode>,
);
