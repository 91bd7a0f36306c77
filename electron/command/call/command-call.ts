import type { Host } from '../../core/host.ts';
import type { Colours } from '../output/colours.ts';

/** What a command needs of the terminal that it was called from, and of the machine. */
export interface CommandCall {
  readonly host: Host;
  /** Of the program, and of what runs it. */
  readonly versions: { readonly version: string; readonly runtime: string };
  /** The working folder, for filters that name a folder. */
  readonly cwd: string;
  /** Writes a line of the answer; false when nobody reads it any more. */
  readonly print: (text: string) => boolean;
  /** How the answer may set off what matters in it; a document never does. */
  readonly colours: Colours;
  /** For everything that is not the answer itself. */
  readonly complain: (text: string) => void;
  /** Hears once when the person or the system wants the command to end. */
  readonly onStop: (stop: () => void) => void;
  /** Asks the person for one line, undefined at the end of input; absent where nobody can be asked. */
  readonly ask: ((question: string) => Promise<string | undefined>) | undefined;
  /** Whether what was done goes into the app's history. */
  readonly keepsHistory: boolean;
  /** Whether the settings are this account's to change. */
  readonly ownsSettings: boolean;
}
