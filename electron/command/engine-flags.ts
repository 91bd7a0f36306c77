import { setFlagsFromString } from 'node:v8';

/** For a command that looks and ends: what the engine's last compiler makes pays off after seconds. */
export function prepareForOneLook(): void {
  setFlagsFromString('--no-opt');
}

/**
 * For one that goes on looking; after the first look, which it would only delay. What is done where
 * something changed may rest for minutes: the engine would drop it meanwhile, compile it anew just
 * then, and find that it does not run often enough for its first compiler.
 */
export function prepareForManyLooks(): void {
  setFlagsFromString('--no-flush-bytecode');
  setFlagsFromString('--always-sparkplug');
}
