import { userInfo } from 'node:os';

/** An account of this machine. */
export interface Account {
  readonly uid: number;
  readonly user: string;
}

/** The account for which we run. */
export function readSelf(): Account {
  return { uid: process.geteuid?.() ?? userInfo().uid, user: userInfo().username };
}
