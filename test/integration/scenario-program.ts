import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** A file of scenarios as a program of its own, for surroundings that a test cannot be in. */
export interface ScenarioProgram {
  /** Runs a scenario below `wrapper` and returns what it printed. */
  run(scenario: string, argv: readonly string[], wrapper: readonly string[]): Promise<unknown>;
  /** Starts a scenario that lives until it is ended; its output is lines of its own. */
  start(scenario: string, argv: readonly string[]): ChildProcess;
  remove(): void;
}

/** Bundles a file of scenarios; its first argument names the scenario, its output is JSON. */
export async function buildScenarios(file: URL): Promise<ScenarioProgram> {
  /** Below the project, so that koffi is found; readable for everybody. */
  const folder = mkdtempSync(join(project, 'node_modules', '.lab-'));
  chmodSync(folder, 0o755);
  await build({
    root: project,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(file),
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { external: ['koffi'], output: { entryFileNames: 'scenarios.js' } },
    },
    ssr: { noExternal: true },
  });
  const program = join(folder, 'scenarios.js');
  return {
    run(scenario, argv, wrapper) {
      const [command = '', ...rest] = [
        ...wrapper,
        process.execPath,
        '--expose-gc',
        program,
        scenario,
        ...argv,
      ];
      const isNewNetwork = wrapper.includes('-n');
      const child = spawn(command, rest, {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...(isNewNetwork ? { LAB_LOOPBACK: 'down' } : {}) },
      });
      let output = '';
      let errors = '';
      child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => void (errors += chunk.toString()));
      return new Promise((resolve, reject) => {
        // Not its exit: then some of what it printed may still be on the way.
        child.once('close', (code) => {
          if (code === 0) resolve(JSON.parse(output));
          else reject(new Error(`${scenario} ended with ${code}: ${errors}`));
        });
      });
    },
    start: (scenario, argv) =>
      spawn(process.execPath, [program, scenario, ...argv], {
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
