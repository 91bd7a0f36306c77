import { expect, test } from 'vitest';
import { createSnapshotFeed } from '../../electron/ipc/snapshot-feed.ts';
import { applyChange } from '../../renderer/apply-change.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import {
  buildListener,
  buildOwner,
  buildSnapshot,
  buildView,
  buildWatchedPort,
} from '../renderer/builders.ts';

const [web, api, cache] = [3000, 8080, 6379].map((port) => buildListener({ port }));
if (web === undefined || api === undefined || cache === undefined) throw new Error('no listeners');
const page = {};

/** What the page has after it read `before` and was told of `now`, as JSON carries it. */
function follow(before: Snapshot, now: Snapshot): Snapshot {
  const feed = createSnapshotFeed();
  feed.markRead(page, before);
  const change = feed.next(page, now);
  if (change === undefined) throw new Error('The page was not told.');
  return applyChange(before, JSON.parse(JSON.stringify(change)) as typeof change);
}

test('a page that has read nothing is told nothing', () => {
  expect(createSnapshotFeed().next(page, buildSnapshot())).toBeUndefined();
});

test('only what came, changed or went is sent, and the page has it all', () => {
  const restarted = { ...api, owners: [buildOwner({ pid: 9 })] };
  const before = buildSnapshot({ listeners: [web, api] });
  const now = buildSnapshot({ listeners: [restarted, cache], locale: 'zh-CN' });
  const feed = createSnapshotFeed();
  feed.markRead(page, before);
  const change = feed.next(page, now);
  expect(change).toMatchObject({ came: [restarted, cache], gone: [web.key] });
  expect(follow(before, now)).toEqual(now);
});

test('each page is told what changed since it was told itself', () => {
  const feed = createSnapshotFeed();
  const late = {};
  feed.markRead(page, buildSnapshot({ listeners: [web] }));
  feed.markRead(late, buildSnapshot({ listeners: [] }));
  const now = buildSnapshot({ listeners: [web, api] });
  expect(feed.next(page, now)?.came).toEqual([api]);
  expect(feed.next(late, now)?.came).toEqual([web, api]);
  expect(feed.next(page, now)).toMatchObject({ came: [], gone: [] });
});

test('what did not change is the very object of before', () => {
  const view = buildView(buildWatchedPort(), { kind: 'expected', listenerKeys: [web.key] });
  const before = buildSnapshot({ listeners: [web, api], watched: [view] });
  const after = follow(before, buildSnapshot({ listeners: [web], watched: [view] }));
  expect(after.listeners[0]).toBe(web);
  expect(after.watched).toBe(before.watched);
});
