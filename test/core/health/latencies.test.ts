import { expect, test } from 'vitest';
import { createLatencies } from '../../../electron/core/health/latencies.ts';

test('there are no figures before the first answer', () => {
  expect(createLatencies().toFigures()).toBeUndefined();
});

test('one answer is all of its percentiles', () => {
  const latencies = createLatencies();
  latencies.add(7);
  expect(latencies.toFigures()).toEqual({ count: 1, p50Ms: 7, p95Ms: 7, p99Ms: 7 });
});

test('the percentiles are those of the nearest rank, in whatever order the answers came', () => {
  const latencies = createLatencies();
  for (let ms = 100; ms >= 1; ms -= 1) latencies.add(ms);
  expect(latencies.toFigures()).toEqual({ count: 100, p50Ms: 50, p95Ms: 95, p99Ms: 99 });
});

test('of an endless watch only the last hundred answers are kept', () => {
  const latencies = createLatencies();
  for (let turn = 0; turn < 5000; turn += 1) latencies.add(9000);
  for (let turn = 0; turn < 100; turn += 1) latencies.add(3);
  expect(latencies.toFigures()).toEqual({ count: 100, p50Ms: 3, p95Ms: 3, p99Ms: 3 });
});
