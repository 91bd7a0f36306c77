import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../../electron/adapters/clock.ts';

describe('the clock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('never runs backwards and tells the time of day apart', () => {
    const clock = createClock();
    const before = clock.monotonicMs();
    vi.setSystemTime(0);
    expect(clock.wallMs()).toBe(0);
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(before);
  });

  it('runs a task once, or never when it is cancelled', () => {
    const clock = createClock();
    const task = vi.fn<() => void>();
    const cancelled = vi.fn<() => void>();
    clock.schedule(100, task);
    clock.schedule(100, cancelled)();
    vi.advanceTimersByTime(99);
    expect(task).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect([task.mock.calls.length, cancelled.mock.calls.length]).toEqual([1, 0]);
  });

  it('waits for longer than a timer of Node can', () => {
    const monthMs = 30 * 24 * 60 * 60 * 1000;
    const clock = createClock();
    const task = vi.fn<() => void>();
    const cancelled = vi.fn<() => void>();
    clock.schedule(monthMs, task);
    const cancel = clock.schedule(monthMs, cancelled);
    vi.advanceTimersByTime(monthMs - 1);
    expect(task).not.toHaveBeenCalled();
    cancel();
    vi.advanceTimersByTime(1);
    expect([task.mock.calls.length, cancelled.mock.calls.length]).toEqual([1, 0]);
  });

  it('sleeps', async () => {
    const slept = createClock().sleep(50);
    await vi.advanceTimersByTimeAsync(50);
    await expect(slept).resolves.toBeUndefined();
  });
});
