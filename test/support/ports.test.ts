import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PORT_BLOCKS, takePorts } from './ports.ts';

const blocks = Object.entries(PORT_BLOCKS);

test('no two test files have a port in common', () => {
  const sorted = blocks.toSorted(([, [a]], [, [b]]) => a - b);
  const overlaps = sorted.filter(([, [first]], index) => {
    const [, before] = sorted[index - 1] ?? [];
    return before !== undefined && first <= before[1];
  });
  expect(overlaps).toEqual([]);
});

test('every block of ports belongs to a test file, and lies where the system lends none', () => {
  const fileOf = (name: string) => new URL(`../${name}.test.ts`, import.meta.url);
  expect(blocks.filter(([name]) => !existsSync(fileOf(name)))).toEqual([]);
  const isInPlace = ([, [first, last]]: (typeof blocks)[number]): boolean =>
    first >= 61_000 && first <= last && last <= 65_000;
  expect(blocks.filter((block) => !isInPlace(block))).toEqual([]);
});

test('ports of a block are taken once, and none beyond its end', () => {
  const [first, last] = PORT_BLOCKS['cli/watch'];
  expect([takePorts('cli/watch'), takePorts('cli/watch', 8)]).toEqual([first, first + 1]);
  expect(() => takePorts('cli/watch', 2)).toThrow('cli/watch needs a larger block');
  expect(takePorts('cli/watch')).toBe(last);
});
