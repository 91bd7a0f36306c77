import './zod-without-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { listenForViewRequests } from './view-requests.ts';
import './theme.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');

listenForViewRequests();
const view = new URLSearchParams(location.search).get('view');
createRoot(root).render(
  <StrictMode>
    <App view={view === 'settings' ? 'settings' : 'popover'} />
  </StrictMode>,
);
