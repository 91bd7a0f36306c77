import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, type View, type ViewComponent } from './App.tsx';
import { listenForViewRequests } from './view-requests.ts';
import './theme.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');

listenForViewRequests();
const view: View =
  new URLSearchParams(location.search).get('view') === 'settings' ? 'settings' : 'popover';
// Loaded first and not lazily: React holds a lazy part back for a third of a second.
const Content: ViewComponent =
  view === 'settings'
    ? (await import('./settings/Settings.tsx')).Settings
    : (await import('./popover/Popover.tsx')).Popover;
createRoot(root).render(
  <StrictMode>
    <App view={view} Content={Content} />
  </StrictMode>,
);
