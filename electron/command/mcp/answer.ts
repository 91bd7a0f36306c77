import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

/** What a tool says: a document, or why there is none and what to do then. */
export type ToolAnswer<Document> =
  { readonly kind: 'answered'; readonly document: Document } | ToolRefusal;

/** What fits a schema, as code hands it over: a schema knows no `readonly`. */
export type Filled<Value> = Value extends object
  ? { readonly [Name in keyof Value]: Filled<Value[Name]> }
  : Value;

export interface ToolRefusal {
  readonly kind: 'refused';
  /** A stable kebab-case word, for programs. */
  readonly code: string;
  /** What is the matter; a sentence or several. */
  readonly message: string;
  /** What the agent should do now. */
  readonly next: string;
}

export function answer<Document>(document: Document): ToolAnswer<Document> {
  return { kind: 'answered', document };
}

export function refuse(code: string, message: string, next: string): ToolRefusal {
  return { kind: 'refused', code, message, next };
}

/** An answer as the protocol wants it: structured, and as text for clients that know no structure. */
export function toToolResult(said: ToolAnswer<Readonly<Record<string, unknown>>>): CallToolResult {
  if (said.kind === 'answered') {
    return {
      content: [{ type: 'text', text: JSON.stringify(said.document) }],
      structuredContent: { ...said.document },
    };
  }
  const text = `${said.code}: ${said.message}\nNext: ${said.next}`;
  return { content: [{ type: 'text', text }], isError: true };
}
