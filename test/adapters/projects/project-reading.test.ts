import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProjects } from '../../../electron/adapters/projects/projects.ts';
import { walkProject, WALK_LIMITS } from '../../../electron/adapters/projects/walk-project.ts';
import type { FoundPlace } from '../../../shared/project.ts';
import { makeFolder } from '../surroundings.ts';
import { SAMPLE_PROJECTS, writeProject } from './sample-projects.ts';

const projects = createProjects();

function put(folder: string, path: string, text = 'PORT=3000\n'): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

async function findFiles(folder: string): Promise<readonly string[]> {
  const reading = await projects.readPlaces(folder);
  if (reading.kind === 'unreadable') return ['unreadable'];
  return reading.places.map(({ target }) => target.file.slice(folder.length + 1));
}

describe('a walk through a project', () => {
  it('goes past what others made', async () => {
    const folder = makeFolder();
    put(folder, '.env');
    for (const other of ['node_modules/a', '.git', 'dist', 'target', '.venv', 'test/fixtures']) {
      put(folder, `${other}/.env`);
    }
    put(folder, 'apps/web/.env');
    expect(await findFiles(folder)).toEqual(['.env', 'apps/web/.env']);
  });

  it('follows no link that leads out, and no folder behind a link', async () => {
    const outside = makeFolder();
    const folder = makeFolder();
    put(outside, '.env');
    put(folder, 'config/web.env');
    symlinkSync(join(outside, '.env'), join(folder, '.env'));
    symlinkSync(outside, join(folder, 'outside'));
    symlinkSync(folder, join(folder, 'around'));
    symlinkSync('config/web.env', join(folder, '.env.local'));
    symlinkSync('nowhere', join(folder, '.env.gone'));
    expect(await findFiles(folder)).toEqual(['.env.local']);
  });

  it('ends at each of its limits and says so', async () => {
    const folder = makeFolder();
    for (let index = 0; index < 20; index += 1) put(folder, `a${index}/b/c/.env`);
    const walk = (limits: Partial<typeof WALK_LIMITS>) =>
      walkProject(folder, () => true, { ...WALK_LIMITS, ...limits });
    expect(await walk({})).toMatchObject({ isPartial: false, files: { length: 20 } });
    for (const limits of [{ files: 5 }, { folders: 10 }, { depth: 1 }, { bytes: 25 }]) {
      expect(await walk(limits)).toMatchObject({ isPartial: true });
    }
    expect(await walk({ timeMs: -1 })).toEqual({ kind: 'walked', files: [], isPartial: true });
  });

  it('passes over what is too large or no text', async () => {
    const folder = makeFolder();
    put(folder, '.env', `PORT=3000\nA=${'x'.repeat(300_000)}\n`);
    put(folder, '.env.local', 'PORT=3000\n\0');
    expect(await findFiles(folder)).toEqual([]);
    expect(await projects.readPlaces(join(folder, 'none'))).toMatchObject({ kind: 'unreadable' });
  });
});

describe('three projects as people have them', () => {
  it.each(Object.keys(SAMPLE_PROJECTS))('%s', async (name) => {
    const sample = SAMPLE_PROJECTS[name];
    const folder = writeProject(makeFolder(), name);
    const reading = await projects.readPlaces(folder);
    if (reading.kind === 'unreadable') throw new Error('The folder was not read.');
    expect(reading.isPartial).toBe(false);
    expect(reading.places.map((place) => toLine(folder, place))).toEqual(sample?.places);
  });
});

function toLine(folder: string, place: FoundPlace): string {
  const { port, line, target, name, container } = place;
  const file = target.file.slice(folder.length + 1);
  return `${port} ${file}:${line} ${container ?? name}`;
}

describe('the lines that mention a port', () => {
  const mentionsOf = async (path: string, text: string, port = 3000) => {
    const folder = makeFolder();
    put(folder, path, text);
    const { mentions } = await projects.readMentions(folder, port, []);
    return mentions.map(({ text: line }) => line);
  };

  it.each([
    ['src/cors.ts', "origin: ['http://localhost:3000'],"],
    ['src/client.js', 'const api = `http://127.0.0.1:3000/api`;'],
    ['nginx.conf', 'proxy_pass http://web:3000;'],
    ['vite.config.ts', "proxy: { '/api': 'http://localhost:3000' },"],
    ['Dockerfile', 'EXPOSE 3000'],
    ['server.js', 'app.listen(Number(process.env.PORT) || 3000);'],
    ['main.go', 'http.ListenAndServe(":3000", nil)'],
    ['app.py', 'uvicorn.run(app, port=3000)'],
    ['README.md', 'Open <http://localhost:3000/>.'],
    ['.env', 'CORS_ORIGINS=http://localhost:3000'],
    ['.env.example', 'PORT=3000'],
    ['compose.yml', '- "3000:80"'],
    ['.github/ci.yml', '- run: npx wait-on http://[::1]:3000'],
    ['prometheus.yml', "- targets: ['host.docker.internal:3000']"],
  ])('in %s: %s', async (path, text) => {
    expect(await mentionsOf(path, `${text}\n`)).toEqual([text]);
  });

  it.each([
    ['src/a.ts', 'setTimeout(run, 3000);'],
    ['src/b.css', 'animation: spin 3000ms; width: 3000px;'],
    ['package-lock.json', '"resolved": "http://localhost:3000/x.tgz"'],
    ['notes.md', 'On 2024-3000 version 1.3000 took 3000 steps, see main.js:3000.'],
    ['app.min.js', 'listen(3000)'],
    ['.env', 'DB_PORT=3000'],
    ['src/c.ts', "fetch('http://localhost:30001/');"],
    ['src/d.ts', 'const limit = { timeout: 3000, transports: 3000 };'],
    ['src/e.ts', `x(${'a'.repeat(1200)}, "http://localhost:3000")`],
    ['compose.yml', '- "8080:3000"'],
  ])('not in %s: %s', async (path, text) => {
    expect(await mentionsOf(path, `${text}\n`)).toEqual([]);
  });

  it('are each changed alone, also two in one line and the same line twice', async () => {
    const folder = makeFolder();
    const file = put(
      folder,
      'nginx.conf',
      [
        'location /a {',
        '  proxy_pass http://localhost:3000;',
        '}',
        'location /b {',
        '  proxy_pass http://localhost:3000;',
        '}',
        'allow http://localhost:3000 http://127.0.0.1:3000;',
      ].join('\n'),
    );
    const { mentions, unchangeable } = await projects.readMentions(folder, 3000, []);
    expect({ unchangeable, lines: mentions.map(({ line }) => line) }).toEqual({
      unchangeable: 0,
      lines: [2, 5, 7, 7],
    });
    expect(new Set(mentions.map(({ id }) => id)).size).toBe(4);
    expect(mentions.every(({ target }) => target.file === file)).toBe(true);
  });

  it('leave out what is changed anyway, by whatever name it is known', async () => {
    const folder = makeFolder();
    put(folder, '.env', 'PORT=3000\nURL=http://localhost:3000\n');
    symlinkSync(folder, join(folder, 'alias'));
    const known = [{ kind: 'dotenv', file: join(folder, 'alias', '.env'), key: 'PORT' }] as const;
    const { mentions } = await projects.readMentions(folder, 3000, known);
    expect(mentions.map(({ line }) => line)).toEqual([2]);
  });

  it('are counted where no target can tell them from each other', async () => {
    const folder = makeFolder();
    put(folder, 'hosts.txt', 'http://localhost:3000\n'.repeat(12));
    const { mentions, unchangeable } = await projects.readMentions(folder, 3000, []);
    expect(mentions.length + unchangeable).toBe(12);
    expect(unchangeable).toBeGreaterThan(0);
  });
});
