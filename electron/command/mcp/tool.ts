import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import { refuse, toToolResult, type Filled, type ToolAnswer } from './answer.ts';
import type { Gate } from './gate.ts';

export interface Tool<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** For the model: when to call it, what comes back, units, and what it does not do. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly annotations: ToolAnnotations;
  readonly run: (input: z.output<Input>) => Promise<ToolAnswer<Filled<z.input<Output>>>>;
}

/** Where tools are put. */
export interface Toolbox {
  readonly server: McpServer;
  readonly gate: Gate;
}

/** Of tools that change nothing. */
export const READ_ONLY: ToolAnnotations = { readOnlyHint: true, openWorldHint: false };
/** Of tools that change nothing and answer otherwise each time. */
export const PLANNING: ToolAnnotations = { ...READ_ONLY, idempotentHint: false };
/** Of tools that end programs or change files. */
export const DESTRUCTIVE: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: false,
};

/** Offers one tool to the agent; its calls wait for each other, and a flood is turned away. */
export function addTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  { server, gate }: Toolbox,
  tool: Tool<Input, Output>,
): void {
  const { name, title, description, input, output, annotations, run } = tool;
  server.registerTool<z.ZodObject, z.ZodObject>(
    name,
    { title, description, inputSchema: input, outputSchema: output, annotations },
    async (given) => {
      // Checked by the server, by the very schema that it was given.
      const said = gate.enter(() => run(given as z.output<Input>));
      return toToolResult(said === 'busy' ? BUSY : await said);
    },
  );
}

const BUSY = refuse(
  'busy',
  'Too many calls wait already.',
  'Wait for the answers to your other calls, then call again.',
);
