import { describe, expect, it } from 'vitest';
import {
  emptyDraft,
  isSameDraft,
  parseDraft,
  toDraft,
  type Draft,
  type DraftField,
} from '../../renderer/settings/draft.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { buildWatchedPort, HOME } from './builders.ts';

const full: WatchedPort = buildWatchedPort({
  id: 'one',
  name: 'web',
  address: '127.0.0.1',
  expectedOwner: { kind: 'project', folder: `${HOME}/shop` },
  acceptedOwners: [{ kind: 'command', pattern: 'vite' }],
  fallbackPorts: [
    { from: 3001, to: 3001 },
    { from: 3100, to: 3199 },
  ],
  restartCommand: ['npm', 'run', 'it is "mine"'],
  autoKill: { executable: `${HOME}/bin/node` },
  configTargets: [
    { kind: 'dotenv', file: `${HOME}/shop/.env`, key: 'PORT' },
    { kind: 'json', file: `${HOME}/shop/package.json`, path: ['config', 'port'] },
    { kind: 'yaml', file: `${HOME}/shop/compose.yaml`, path: ['services', 'web', 'ports', 0] },
    { kind: 'toml', file: `${HOME}/shop/a.toml`, path: ['odd key', 'port'] },
    { kind: 'ini', file: '/etc/app.ini', section: 'network', key: 'primary_port' },
    { kind: 'pattern', file: `${HOME}/shop/nginx.conf`, pattern: 'listen (\\d+);' },
  ],
});

const base: Draft = { ...emptyDraft, name: 'web', port: '3000' };

function problemKey(part: Partial<Draft>, field: DraftField, others: readonly WatchedPort[] = []) {
  const parsed = parseDraft({ ...base, ...part }, { id: 'one', others, homeFolder: HOME });
  return parsed.kind === 'invalid' ? parsed.problems[field]?.key : undefined;
}

describe('the form of a watched port', () => {
  it('gives back the entry it was made from', () => {
    const parsed = parseDraft(toDraft(full, HOME), { id: 'one', others: [], homeFolder: HOME });
    expect(parsed).toEqual({ kind: 'valid', watchedPort: full });
  });

  it('gives back a rule by container', () => {
    const expectedOwner = { kind: 'container', name: 'shop/web' } as const;
    const draft = toDraft({ ...full, expectedOwner }, HOME);
    expect(draft.container).toBe('shop/web');
    const parsed = parseDraft(draft, { id: 'one', others: [], homeFolder: HOME });
    expect(parsed).toMatchObject({ kind: 'valid', watchedPort: { expectedOwner } });
  });

  it.each([
    ['', 'form.container-empty'],
    ['my shop', 'form.container-invalid'],
    ['shop/web/1', 'form.container-invalid'],
    ['shop-web-1', undefined],
    [' shop/web ', undefined],
  ])('says what is wrong with the container %j', (container, key) => {
    expect(problemKey({ ruleKind: 'container', container }, 'container')).toBe(key);
  });

  it('writes folders relative to home', () => {
    const { folder, targets, autoKill } = toDraft(full, HOME);
    expect([folder, targets[0]?.file, autoKill]).toEqual(['~/shop', '~/shop/.env', '~/bin/node']);
  });

  it('knows when nothing was changed', () => {
    const draft = toDraft(full, HOME);
    expect([isSameDraft(draft, { ...draft }), isSameDraft(draft, { ...draft, name: 'x' })]).toEqual(
      [true, false],
    );
  });

  it.each([
    ['0', 'form.port-out-of-range'],
    ['65536', 'form.port-out-of-range'],
    ['3.5', 'form.port-not-a-number'],
    ['abc', 'form.port-not-a-number'],
    ['0x1f90', 'form.port-not-a-number'],
    ['-1', 'form.port-not-a-number'],
    ['', 'form.port-empty'],
  ])('says what is wrong with the port %j', (port, key) => {
    expect(problemKey({ port }, 'port')).toBe(key);
  });

  it('refuses a port that is watched already on the same address', () => {
    const others = [buildWatchedPort({ id: 'two', name: 'api' })];
    expect(problemKey({}, 'port', others)).toBe('watch.watched-twice');
    expect(problemKey({ address: '127.0.0.1' }, 'port', others)).toBeUndefined();
  });

  it.each<[string, Partial<Draft>, DraftField, string]>([
    ['an empty name', { name: '  ' }, 'name', 'watch.name-empty'],
    ['a host name as address', { address: 'localhost' }, 'address', 'form.address-invalid'],
    [
      'a pattern that does not compile',
      { ruleKind: 'command', pattern: '(next' },
      'pattern',
      'form.pattern-invalid',
    ],
    [
      'a relative folder',
      { ruleKind: 'project', folder: 'shop' },
      'folder',
      'form.path-not-absolute',
    ],
    [
      'a relative program path',
      { ruleKind: 'executable', executable: 'bin/node' },
      'executable',
      'form.path-not-absolute',
    ],
    [
      'a relative path of squatters to end',
      { autoKill: './node' },
      'autoKill',
      'form.path-not-absolute',
    ],
    [
      'a reversed range',
      { fallbackPorts: '3005-3001' },
      'fallbackPorts',
      'form.fallback-range-reversed',
    ],
    [
      'a fallback port that is none',
      { fallbackPorts: '3001, 70000' },
      'fallbackPorts',
      'form.fallback-out-of-range',
    ],
  ])('says what is wrong with %s', (_, part, field, key) => {
    expect(problemKey(part, field)).toBe(key);
  });

  it('takes a bare program name and forgets the texts of other rules', () => {
    const parsed = parseDraft(
      { ...base, ruleKind: 'executable', executable: 'postgres', pattern: '(' },
      { id: 'one', others: [], homeFolder: HOME },
    );
    expect(parsed.kind === 'valid' && parsed.watchedPort.expectedOwner).toEqual({
      kind: 'executable',
      executable: 'postgres',
    });
  });

  it.each([
    ['', undefined],
    ['  ', undefined],
    [' node ', { executable: 'node' }],
    ['~/bin/node', { executable: `${HOME}/bin/node` }],
    ['/usr/bin/node', { executable: '/usr/bin/node' }],
  ])('reads %j as the squatters to end', (autoKill, rule) => {
    const parsed = parseDraft({ ...base, autoKill }, { id: 'one', others: [], homeFolder: HOME });
    expect(parsed.kind === 'valid' && parsed.watchedPort.autoKill).toEqual(rule);
  });

  it('tells what no other sentence covers instead of failing silently', () => {
    expect(problemKey({ name: 'x'.repeat(81) }, 'name')).toBe('form.too-long');
  });
});

describe('how another port is chosen', () => {
  const range = { from: 20_000, to: 20_100 };
  const parse = (part: Partial<Draft>) => {
    const parsed = parseDraft({ ...base, ...part }, { id: 'one', others: [], homeFolder: HOME });
    return parsed.kind === 'valid' ? parsed.watchedPort.allocation : parsed.problems;
  };

  it.each<WatchedPort['allocation']>([
    undefined,
    { kind: 'next' },
    { kind: 'range', range },
    { kind: 'random', range },
    { kind: 'system' },
  ])('%j comes back from the form as it was', (allocation) => {
    const saved = buildWatchedPort({ id: 'one', ...(allocation !== undefined && { allocation }) });
    const draft = toDraft(saved, HOME);
    expect(parseDraft(draft, { id: 'one', others: [], homeFolder: HOME })).toEqual({
      kind: 'valid',
      watchedPort: saved,
    });
  });

  it.each([
    ['', 'form.allocation-range-empty'],
    ['3100-3000', 'form.fallback-range-reversed'],
    ['0-10', 'form.fallback-out-of-range'],
    ['1-65536', 'form.fallback-out-of-range'],
    ['0x1f90', 'form.fallback-not-a-number'],
    ['1-2, 3-4', 'form.allocation-range-one'],
  ])('within the range %j is told to be wrong', (allocationRange, key) => {
    for (const allocationKind of ['range', 'random'] as const) {
      expect(parse({ allocationKind, allocationRange })).toMatchObject({
        allocationRange: { key },
      });
    }
  });

  it('does not mind what stands in a field that another choice hides', () => {
    expect(parse({ allocationKind: 'next', fallbackPorts: 'x' })).toEqual({ kind: 'next' });
    expect(parse({ allocationKind: 'list', allocationRange: 'x' })).toBeUndefined();
  });
});
