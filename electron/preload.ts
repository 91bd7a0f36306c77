import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE_KEY, COMMAND_CHANNEL, EVENT_CHANNEL, type Bridge } from '../shared/bridge.ts';

const bridge: Bridge = {
  invoke: (name, input) => ipcRenderer.invoke(COMMAND_CHANNEL, { name, input }) as Promise<string>,
  subscribe(handler) {
    // The event object stays here: it would hand the page Electron's own sender.
    const listen = (_event: unknown, message: string): void => {
      handler(message);
    };
    ipcRenderer.on(EVENT_CHANNEL, listen);
    return () => {
      ipcRenderer.off(EVENT_CHANNEL, listen);
    };
  },
};

contextBridge.exposeInMainWorld(BRIDGE_KEY, bridge);
