/*
 * The socket over which the running app is asked by other programs of the same account. A part of
 * the host; what is said there is in `shared/coordinator.ts`.
 */

/** Somebody who connected, as this account. */
export interface Peer {
  /** Undefined where the system does not tell. */
  readonly pid: number | undefined;
  send(line: string): void;
  close(): void;
}

/** Hears one line of a peer; the next one is read when this has resolved. */
export type PeerHandler = (line: string) => Promise<void>;

export type Serving =
  | { readonly kind: 'serving'; readonly path: string; stop(): Promise<void> }
  /**
   * Another app serves the same settings there; `isPrivate`: in a folder that other accounts cannot
   * enter, so that it is one of this account.
   */
  | { readonly kind: 'occupied'; readonly path: string; readonly isPrivate: boolean }
  | { readonly kind: 'unavailable'; readonly detail: string };

export interface AppConnection {
  /** Sends a line and resolves to the one that comes back; undefined when none will. */
  exchange(line: string, timeoutMs: number): Promise<string | undefined>;
  close(): void;
}

export interface CoordinatorSocket {
  /** Lets programs of this account in; what is left of an app that crashed is taken over. */
  serve(greet: (peer: Peer) => PeerHandler): Promise<Serving>;
  /** Undefined when no app answers there. */
  connect(): Promise<AppConnection | undefined>;
}
