import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE_KEY, type Bridge } from '../shared/bridge.ts';
import type { EventMessage, Reply } from '../shared/contract.ts';

const bridge: Bridge = {
  invoke: (name, input) => ipcRenderer.invoke('command', { name, input }) as Promise<Reply>,
  subscribe(handler) {
    // The event object stays here: it would hand the page Electron's own sender.
    const listen = (_event: unknown, message: EventMessage): void => {
      handler(message);
    };
    ipcRenderer.on('event', listen);
    return () => {
      ipcRenderer.off('event', listen);
    };
  },
};

contextBridge.exposeInMainWorld(BRIDGE_KEY, bridge);
