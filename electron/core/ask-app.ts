import {
  answerSchema,
  greetingSchema,
  PROTOCOL_VERSIONS,
  requests,
  type RequestInput,
  type RequestName,
  type RequestOutput,
  type RequestRefusal,
} from '../../shared/coordinator.ts';
import { parseJson } from '../../shared/parse-json.ts';
import type { CoordinatorSocket } from './host-coordinator.ts';

const HELLO_WITHIN_MS = 3000;
/** What the app is asked may wait for a process to end or for a desktop to answer. */
const ANSWER_WITHIN_MS = 5 * 60_000;

export type AppAnswer<Name extends RequestName> =
  | { readonly kind: 'answered'; readonly output: RequestOutput<Name> }
  /** No app runs with these settings: whoever asks may do it alone. */
  | { readonly kind: 'absent' }
  /** It runs, and speaks another version of the protocol. */
  | { readonly kind: 'other-version' }
  | { readonly kind: 'refused'; readonly reason: RequestRefusal }
  /** It runs and does not answer; whether it did what was asked is not known. */
  | { readonly kind: 'silent' };

/** Asks the running app for one thing. */
export async function askApp<Name extends RequestName>(
  socket: CoordinatorSocket,
  name: Name,
  input: RequestInput<Name>,
): Promise<AppAnswer<Name>> {
  const connection = await socket.connect();
  if (connection === undefined) return { kind: 'absent' };
  try {
    const hello = JSON.stringify({ kind: 'hello', versions: PROTOCOL_VERSIONS });
    const greeting = greetingSchema.safeParse(
      parseJson((await connection.exchange(hello, HELLO_WITHIN_MS)) ?? ''),
    );
    if (!greeting.success) return { kind: 'silent' };
    if (greeting.data.kind === 'unwelcome') return { kind: 'other-version' };
    const asked = JSON.stringify({ id: 1, name, input });
    const answer = answerSchema.safeParse(
      parseJson((await connection.exchange(asked, ANSWER_WITHIN_MS)) ?? ''),
    );
    if (!answer.success) return { kind: 'silent' };
    if (answer.data.kind === 'refused') return answer.data;
    const output = requests[name].output.safeParse(answer.data.output);
    if (!output.success) return { kind: 'other-version' };
    // Accepted by the schema of this very name.
    return { kind: 'answered', output: output.data as RequestOutput<Name> };
  } finally {
    connection.close();
  }
}
