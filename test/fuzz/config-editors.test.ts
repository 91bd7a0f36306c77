import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadPlanText } from '../../electron/adapters/config-files/editors.ts';
import type { ConfigTarget } from '../../shared/config-target.ts';
import { damagedText, readSamples } from './damage.ts';
import { expectTaken, FUZZING } from './expect-taken.ts';

const FILE = '/x';
const TARGETS: readonly { target: ConfigTarget; samples: readonly string[]; share: number }[] = [
  {
    target: { kind: 'dotenv', file: FILE, key: 'PORT' },
    samples: readSamples('config-files', /\.before\.env$/),
    share: 10,
  },
  {
    target: { kind: 'ini', file: FILE, section: '', key: 'port' },
    samples: [...readSamples('config-files/ini', /before/), 'port = 3000\n[a]\nport=1\n'],
    share: 8,
  },
  {
    target: { kind: 'json', file: FILE, path: ['port'] },
    samples: [...readSamples('config-files/json', /before/), '{"port": 3000, "a": [3000]}'],
    share: 8,
  },
  {
    target: { kind: 'yaml', file: FILE, path: ['port'] },
    samples: ['a: &x 3000\nport: 3000 # 3000\nb: [3000]\n', 'port: "3000"\n', 'port:\n  3000\n'],
    share: 4,
  },
  {
    target: { kind: 'toml', file: FILE, path: ['port'] },
    samples: [...readSamples('config-files/toml', /before/), 'port = 3000\n[a]\nport = 1\n'],
    share: 4,
  },
  {
    target: { kind: 'pattern', file: FILE, pattern: '^port *= *(\\d+)' },
    samples: [...readSamples('config-files/pattern', /before/), 'port = 3000\n'],
    share: 6,
  },
];

const FROM = 3000;

for (const { target, samples, share } of TARGETS) {
  const loading = loadPlanText(target);
  test(`a file of the kind ${target.kind}`, FUZZING, () =>
    expectTaken({
      share,
      inputs: fc.tuple(damagedText(samples), fc.integer({ min: 1, max: 65_535 })),
      check: async ([text, to]) => {
        const plan = await loading;
        const edit = plan(text, FROM, to);
        if (edit.kind === 'refused') return;
        const { start, end, inserted } = edit.splice;
        expect([Number(text.slice(start, end)), Number(inserted)]).toEqual([FROM, to]);
        expect(edit.text).toBe(text.slice(0, start) + inserted + text.slice(end));
        // What was written is found there again, and taken back to the very same text.
        expect(plan(edit.text, to, FROM)).toMatchObject({ kind: 'edit', text });
      },
    }),
  );
}
