import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { projectFolder } from './app-under-test.ts';
import { eventually } from './eventually.ts';

const command = join(projectFolder, 'dist/cli.js');
const env = { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };

export interface ToolReply {
  readonly isError: boolean;
  readonly text: string;
  /** Absent in an error. */
  readonly document: Readonly<Record<string, unknown>> | undefined;
}

/** A real client of the built `portreeve mcp`, over its standard streams. */
export interface Agent {
  readonly client: Client;
  readonly pid: number;
  call(name: string, args?: Readonly<Record<string, unknown>>): Promise<ToolReply>;
  close(): Promise<void>;
}

/** Starts the server as an agent would; the client then checks answers against their schemas. */
export async function startAgent(userDataFolder: string, cwd = '/'): Promise<Agent> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [command, 'mcp', '--user-data-dir', userDataFolder],
    env,
    cwd,
    stderr: 'inherit',
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  await client.listTools();
  return {
    client,
    pid: transport.pid ?? 0,
    async call(name, args = {}) {
      const reply = await client.callTool({ name, arguments: args });
      const { isError = false, structuredContent, content } = reply;
      const [first] = content as readonly { readonly text: string }[];
      return {
        isError: isError === true,
        text: first?.text ?? '',
        document: structuredContent as ToolReply['document'],
      };
    },
    close: () => client.close(),
  };
}

/** The same server with nothing between it and the test, for input that no client would send. */
export interface RawServer {
  readonly child: ChildProcess;
  /** Whole messages that it sent so far. */
  readonly replies: readonly Readonly<Record<string, unknown>>[];
  readonly complaints: () => string;
  write(text: string): void;
  request(id: number, method: string, params?: object): void;
  waitForReply(id: number): Promise<Readonly<Record<string, unknown>>>;
  waitForExit(): Promise<number | null>;
}

/** Starts the server, and greets it. */
export async function startRawServer(userDataFolder: string): Promise<RawServer> {
  const child = spawn(process.execPath, [command, 'mcp', '--user-data-dir', userDataFolder], {
    env,
    stdio: 'pipe',
  });
  const replies: Readonly<Record<string, unknown>>[] = [];
  let complaints = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    replies.push(JSON.parse(line) as Readonly<Record<string, unknown>>);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const write = (text: string): void => void child.stdin.write(text);
  const send = (message: object): void =>
    write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const server: RawServer = {
    child,
    replies,
    complaints: () => complaints,
    write,
    request: (id, method, params = {}) => send({ id, method, params }),
    waitForReply: (id) =>
      eventually(() => replies.find((reply) => reply['id'] === id), `the reply to ${id}`, 15_000),
    waitForExit: () => exited,
  };
  server.request(0, 'initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  });
  await server.waitForReply(0);
  send({ method: 'notifications/initialized' });
  return server;
}
