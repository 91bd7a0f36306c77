import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE_KEY, type Bridge } from '../shared/bridge.ts';

const bridge: Bridge = {
  invoke: (name, input) => ipcRenderer.invoke('command', { name, input }) as Promise<string>,
  subscribe(handler) {
    // The event object stays here: it would hand the page Electron's own sender.
    const listen = (_event: unknown, message: string): void => {
      handler(message);
    };
    ipcRenderer.on('event', listen);
    return () => {
      ipcRenderer.off('event', listen);
    };
  },
};

contextBridge.exposeInMainWorld(BRIDGE_KEY, bridge);
