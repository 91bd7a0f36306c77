import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { onTestFinished } from 'vitest';
import { createGate } from '../../electron/command/mcp/gate.ts';
import { createMcpServer } from '../../electron/command/mcp/server.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import type { Settings } from '../../shared/settings.ts';
import { aListener, someSettings } from './builders.ts';
import { createFakeMachine } from './fake-host.ts';

/** An agent that is connected to a server for a machine in memory. */
export async function connectAgent(settings: Partial<Settings> = {}) {
  const machine = createFakeMachine(someSettings({ watchedPorts: [], ...settings }));
  machine.listeners = [aListener()];
  const freeHost = {
    ...machine.host,
    isPrivileged: false,
    settingsFile: '/home/ann/settings.json',
    readWatched: () => Promise.resolve([]),
    readConflicts: () => Promise.resolve([]),
    readLeases: () => Promise.resolve(machine.leaseBook),
    isAlive: () => true,
    readListeners: () => Promise.resolve(machine.listeners),
  };
  const server = createMcpServer(
    {
      host: machine.host,
      freeHost,
      versions: { version: '1', runtime: 'Node' },
      cwd: '/home/ann',
      keepsHistory: true,
      ownsSettings: true,
      t: toTranslate('en', 'linux'),
    },
    createGate(4),
  );
  const client = new Client({ name: 'test', version: '1' });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await server.connect(theirs);
  await client.connect(ours);
  onTestFinished(() => client.close());
  // The client checks each answer against the tool's schema once it knows the tools.
  await client.listTools();

  async function call(name: string, args: Readonly<Record<string, unknown>> = {}) {
    const pending = client.callTool({ name, arguments: args });
    await machine.clock.advance(60_000);
    const { isError = false, structuredContent, content } = await pending;
    const [first] = content as readonly { readonly text: string }[];
    return { isError, document: structuredContent, text: first?.text ?? '' };
  }

  async function plan(args: Readonly<Record<string, unknown>> = { port: 3000 }): Promise<string> {
    const { document, text } = await call('kill_plan', args);
    const { token } = (document ?? {}) as { token?: string };
    if (token === undefined) throw new Error(text);
    return token;
  }

  return { machine, client, call, plan };
}
