import { expect, test } from 'vitest';
import { toPowerQuestions, type PowerRequest } from '../../electron/shell/power-questions.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import { aWatchedPort } from '../support/builders.ts';

const t = toTranslate('en');
const runOf = (name: string, command: readonly string[]): PowerRequest => ({
  watchedPort: aWatchedPort({ id: name, name }),
  powers: [{ kind: 'run', command, folder: '/srv' }],
});

test('one entry is asked of by its name, and nothing is asked where there is nothing', () => {
  expect(toPowerQuestions([], t)).toEqual([]);
  expect(toPowerQuestions([runOf('web', ['npm', 'start'])], t)).toEqual([
    { message: 'Let Portreeve do this for web?', detail: 'Run in /srv: npm start' },
  ]);
});

test('several entries are one question, each under its name', () => {
  const requests = [runOf('web', ['npm', 'start']), runOf('api', ['make', 'run'])];
  expect(toPowerQuestions(requests, t)).toEqual([
    {
      message: 'Let Portreeve do this for 2 services?',
      detail: 'web:\nRun in /srv: npm start\n\napi:\nRun in /srv: make run',
    },
  ]);
});

test('what has no room in one question is asked of in the next, and nothing is left out', () => {
  const names = Array.from({ length: 30 }, (_, number) => `service-${number}`);
  const requests = names.map((name) => runOf(name, [name, 'x'.repeat(300)]));
  const questions = toPowerQuestions(requests, t) ?? [];
  expect(questions.length).toBeGreaterThan(1);
  expect(questions.length).toBeLessThan(6);
  const whole = questions.map(({ detail }) => detail).join('\n\n');
  expect(whole.match(/^service-\d+:$/gm)).toEqual(names.map((name) => `${name}:`));
  expect(Math.max(...questions.map(({ detail }) => detail.length))).toBeLessThan(4001);
});

test('what would have to be shortened is not asked at all', () => {
  expect(toPowerQuestions([runOf('web', ['x'.repeat(4000)])], t)).toBeUndefined();
});
