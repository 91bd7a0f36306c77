import { z } from 'zod';
import { createLinuxLauncher } from '../../electron/adapters/linux/launch/launcher.ts';

/*
 * Starts a program and ends: see launcher.test.ts. The arguments are a process that runs it
 * already, and the folder of the logs.
 */

const identitySchema = z.object({ pid: z.number(), startToken: z.string() });
const [, , , identity = '', logFolder = ''] = process.argv;

const launcher = createLinuxLauncher({ logFolder, watchMs: 0 });
const recipe = launcher.capture(identitySchema.parse(JSON.parse(identity)));
if (recipe === undefined) throw new Error('nothing was captured');
process.stdout.write(`${JSON.stringify(await launcher.start(recipe))}\n`);
