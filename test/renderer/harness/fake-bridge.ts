import '../../../renderer/zod-without-eval.ts';
import { BRIDGE_KEY, type Bridge } from '../../../shared/bridge.ts';
import type { CommandInput, EventMessage, Reply } from '../../../shared/contract.ts';
import type { ProbeTest } from '../../../shared/health.ts';
import type { Owner, ProcessIdentity } from '../../../shared/listener.ts';
import { isSameIdentity } from '../../../shared/same-identity.ts';
import type { KillMeans, KillWayKind } from '../../../shared/kill.ts';
import type { LaunchOutcome } from '../../../shared/launch.ts';
import type { ConfigEdit } from '../../../shared/reassign.ts';
import type { Snapshot, WatchedView } from '../../../shared/snapshot.ts';
import { SYSTEMS } from '../../../shared/system.ts';
import { toTitle } from '../../../shared/titles.ts';
import { buildDay } from './day.ts';
import { buildKillOutcome, buildKillPlan, buildLaunchOutcome } from './kill-plans.ts';
import { buildReport } from './reports.ts';
import { samples, webImport, webMentions, webPlaces, webPlan } from './samples.ts';

/*
 * A main process that lives in the page: it answers from a sample and changes it the way the
 * real one would, so that every window can be looked at and driven without Electron.
 */

const query = new URLSearchParams(location.search);
const handlers = new Set<(message: string) => void>();
const sample = samples[query.get('sample') ?? 'conflicts'] ?? samples['conflicts'];
if (sample === undefined) throw new Error('There is no such sample.');
let snapshot: Snapshot = sample();
const locale = query.get('locale') === 'zh-CN' ? 'zh-CN' : 'en';
const theme = query.get('theme') === 'dark' ? 'dark' : 'light';
const system = SYSTEMS.find((one) => one === query.get('system')) ?? snapshot.system;
snapshot = { ...snapshot, system, locale, settings: { ...snapshot.settings, theme } };

function emit(message: EventMessage): void {
  for (const handler of handlers) handler(JSON.stringify(message));
}

function publish(part: Partial<Snapshot>): void {
  const before = snapshot;
  snapshot = structuredClone({ ...snapshot, ...part });
  const { listeners, ...rest } = snapshot;
  const left = new Set(listeners.map(({ key }) => key));
  const gone = before.listeners.map(({ key }) => key).filter((key) => !left.has(key));
  emit({ name: 'snapshot.changed', payload: { rest, came: listeners, gone } });
}

function isShown(owners: readonly Owner[], shown: readonly ProcessIdentity[]): boolean {
  return (
    owners.length === shown.length &&
    owners.every(({ identity }) => shown.some((other) => isSameIdentity(identity, other)))
  );
}

function toEdits(ids: readonly string[]): readonly ConfigEdit[] {
  return webMentions
    .filter(({ id }) => ids.includes(id))
    .map(({ target, line, text }) => ({
      ...webPlan.edits[0],
      target,
      realPath: target.file,
      line,
      before: text,
      after: text.replaceAll('3000', '3002'),
    }));
}

function planKill(listenerKey: string, shown: readonly ProcessIdentity[]): unknown {
  const listener = snapshot.listeners.find(({ key }) => key === listenerKey);
  if (listener === undefined) return { kind: 'already-free' };
  const mode = query.get('kill') ?? '';
  if (mode === 'changed' || !isShown(listener.owners, shown)) return { kind: 'changed' };
  const plan = buildKillPlan(listener, mode);
  return { kind: 'planned', token: `kill ${listenerKey}`, plan };
}

async function kill(token: string, way: KillWayKind, means: KillMeans): Promise<unknown> {
  const key = token.slice('kill '.length);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const victim = snapshot.listeners.find((listener) => listener.key === key);
  const owners = victim?.owners ?? [];
  const failed = buildKillOutcome(query.get('outcome') ?? '', owners, means);
  if (failed !== undefined) return { kind: 'done', outcome: failed };
  const pids = new Set(owners.map((owner) => owner.identity.pid));
  const listeners = snapshot.listeners.filter(
    (listener) => !listener.owners.some((owner) => pids.has(owner.identity.pid)),
  );
  const left = new Set(listeners.map((listener) => listener.key));
  publish({
    listeners,
    watched: snapshot.watched.map((view) =>
      view.verdict.kind === 'free' || view.verdict.listenerKeys.some((one) => left.has(one))
        ? view
        : { watchedPort: view.watchedPort, verdict: { kind: 'free' } },
    ),
  });
  const [first] = owners;
  if (first !== undefined && (way === 'processes' || way === 'tree')) {
    const { port, protocol } = victim ?? { port: 3000, protocol: 'tcp' };
    const ended = { id: `ended-${port}`, name: toTitle(first).text, port, protocol, canMove: true };
    publish({ startable: [ended, ...snapshot.startable] });
  }
  const beside = listeners.find(
    ({ port, protocol }) => port === victim?.port && protocol === victim.protocol,
  );
  const remainder = beside?.address === victim?.address ? 'shared' : 'elsewhere';
  const outcome = { kind: 'freed', afterMs: 38, means, way, ...(beside && { remainder }) };
  return { kind: 'done', outcome };
}

async function startAgain(id: string, place: string): Promise<LaunchOutcome> {
  await new Promise((resolve) => setTimeout(resolve, 300));
  const known = snapshot.startable.find((one) => one.id === id);
  if (known === undefined) return { kind: 'forgotten' };
  const port = place === 'elsewhere' ? known.port + 2 : known.port;
  const outcome = buildLaunchOutcome(query.get('start') ?? '', port);
  if (outcome.kind === 'started') {
    publish({ startable: snapshot.startable.filter((one) => one.id !== id) });
  }
  return outcome;
}

/** Follows a service that listens elsewhere, or takes whoever is there for the right one. */
function acceptOwner(watchedPortId: string): void {
  publish({
    watched: snapshot.watched.map((view): WatchedView => {
      const { verdict, watchedPort } = view;
      if (watchedPort.id !== watchedPortId || verdict.kind !== 'conflict') return view;
      const port = verdict.conflict === 'drifted' ? verdict.serviceOn : watchedPort.port;
      return {
        watchedPort: { ...watchedPort, port },
        verdict: { kind: 'expected', listenerKeys: verdict.listenerKeys },
      };
    }),
  });
}

/** The same facts of every holder, as a machine of one terminal would have them. */
function explain(subject: CommandInput<'port.explain'>['subject']): unknown {
  const view = snapshot.watched.find(
    ({ watchedPort }) =>
      subject.kind === 'watched-port' && watchedPort.id === subject.watchedPortId,
  );
  const listener = snapshot.listeners.find(
    ({ key }) => subject.kind === 'listener' && key === subject.listenerKey,
  );
  const question = view?.watchedPort ?? listener;
  if (question === undefined) return { kind: 'gone' };
  const listeners = snapshot.listeners.filter(
    ({ port, protocol }) => port === question.port && protocol === question.protocol,
  );
  return { kind: 'explained', report: buildReport(question, listeners) };
}

/** A service that answers nothing but its own path. */
function testHealth({ probe, port }: WatchedView['watchedPort']): ProbeTest {
  if (!snapshot.listeners.some((listener) => listener.port === port)) {
    return { kind: 'not-asked', verdict: 'free' };
  }
  const isGood = probe?.kind === 'tcp' || probe?.path === '/health';
  return {
    kind: 'asked',
    result: isGood
      ? { kind: 'answered', latencyMs: 3.2, ...(probe.kind === 'http' && { status: 200 }) }
      : { kind: 'failed', failure: { kind: 'wrong-status', status: 404 } },
  };
}

// The harness answers untyped names: the contract's own types guard the real handlers.
async function answer(name: string, input: Record<string, never>): Promise<unknown> {
  switch (name) {
    case 'snapshot.read':
      return snapshot;
    case 'owner.plan-kill':
      return planKill(
        String(input['listenerKey']),
        input['shown'] as unknown as readonly ProcessIdentity[],
      );
    case 'port.explain':
      return explain(input['subject'] as unknown as CommandInput<'port.explain'>['subject']);
    case 'owner.kill':
      return kill(
        String(input['token']),
        String(input['way']) as KillWayKind,
        String(input['means']) as KillMeans,
      );
    case 'process.start-again':
      return startAgain(String(input['id']), String(input['place']));
    case 'service.plan-reassign': {
      const id = String(input['watchedPortId']);
      const view = snapshot.watched.find(({ watchedPort }) => watchedPort.id === id);
      const plan = view?.reassignPlan ?? webPlan;
      const chosen = (input['alsoChange'] as readonly string[] | undefined) ?? [];
      if (plan.kind !== 'ready') return { token: 'move', plan };
      return { token: 'move', plan: { ...plan, edits: [...plan.edits, ...toEdits(chosen)] } };
    }
    case 'project.find-places':
      return { kind: 'read', folder: webPlaces[0]?.folder, places: webPlaces, isPartial: false };
    case 'project.plan-import':
      return { kind: 'planned', token: 'import', ...webImport };
    case 'project.import':
      return { kind: 'saved' };
    case 'service.find-mentions':
      return query.has('mentions')
        ? { mentions: webMentions, unchangeable: 2, isPartial: false }
        : { mentions: [], unchangeable: 0, isPartial: false };
    case 'service.reassign':
      publish({
        undoable: {
          entryId: 'e1',
          watchedPortId: webPlan.watchedPortId,
          name: 'shop web',
          from: 3000,
          to: 3002,
          files: [webPlan.edits[0].realPath],
        },
      });
      return {
        kind: 'done',
        outcome: {
          kind: 'reassigned',
          entryId: 'e1',
          from: 3000,
          to: 3002,
          files: [webPlan.edits[0].realPath],
          service: { kind: 'running', afterMs: 800, logFile: '/tmp/log' },
        },
      };
    case 'service.undo-reassign': {
      const { undoable: _, ...rest } = snapshot;
      snapshot = rest;
      publish({});
      return { kind: 'undone', from: 3002, to: 3000, files: [webPlan.edits[0].realPath] };
    }
    case 'watched-port.save': {
      const { watchedPort } = input as unknown as {
        watchedPort: Snapshot['settings']['watchedPorts'][number];
      };
      const others = snapshot.watched.filter((view) => view.watchedPort.id !== watchedPort.id);
      const watched = [...others, { watchedPort, verdict: { kind: 'free' } as const }];
      publish({
        watched,
        settings: {
          ...snapshot.settings,
          watchedPorts: watched.map((view) => view.watchedPort),
        },
      });
      return { kind: 'saved' };
    }
    case 'watched-port.accept-owner':
      acceptOwner(String(input['watchedPortId']));
      return {};
    case 'watched-port.remove':
      publish({
        watched: snapshot.watched.filter(
          ({ watchedPort }) => watchedPort.id !== String(input['watchedPortId']),
        ),
      });
      return {};
    case 'preferences.save':
      publish({
        settings: { ...snapshot.settings, ...(input['preferences'] as unknown as object) },
      });
      return {};
    case 'history.read-day':
      return buildDay(snapshot.watched.map(({ watchedPort }) => watchedPort.id));
    case 'health.read-figures':
      return { figures: { count: 87, p50Ms: 3.2, p95Ms: 11.4, p99Ms: 148 } };
    case 'health.test':
      return testHealth(input['watchedPort'] as unknown as WatchedView['watchedPort']);
    case 'notice.dismiss':
      publish({ notices: snapshot.notices.filter(({ id }) => id !== String(input['id'])) });
      return {};
    default:
      return {};
  }
}

const calls: unknown[] = [];

const bridge: Bridge & {
  calls: unknown[];
  publish: typeof publish;
  emit: (m: EventMessage) => void;
} = {
  calls,
  publish,
  emit,
  async invoke(name, input) {
    calls.push({ name, input });
    const output = await answer(name, input as Record<string, never>);
    return JSON.stringify({ kind: 'reply', output } satisfies Reply);
  },
  subscribe(handler) {
    handlers.add(handler);
    return () => handlers.delete(handler);
  },
};

Object.defineProperty(window, BRIDGE_KEY, { value: bridge });
