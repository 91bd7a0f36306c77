import { expect, test } from 'vitest';
import { findService } from '../../../electron/adapters/windows/process-service.ts';
import type { ProcessRow } from '../../../electron/adapters/windows/parse-process-table.ts';

const rows: readonly ProcessRow[] = [
  { pid: 700, parentPid: 0, startToken: '1', name: 'services.exe' },
  { pid: 800, parentPid: 700, startToken: '2', name: 'pg_ctl.exe' },
  { pid: 804, parentPid: 800, startToken: '3', name: 'postgres.exe' },
  { pid: 900, parentPid: 700, startToken: '2', name: 'svchost.exe' },
  { pid: 904, parentPid: 900, startToken: '3', name: 'RuntimeBroker.exe' },
  { pid: 1000, parentPid: 700, startToken: '2', name: 'sshd.exe' },
  { pid: 1004, parentPid: 1000, startToken: '3', name: 'node.exe' },
];
const table = new Map(rows.map((row) => [row.pid, row]));

const aService = (name: string, pid: number) => ({ name, displayName: name, pid });
const running = new Map([
  [800, [aService('postgresql-x64-17', 800)]],
  [900, [aService('Dnscache', 900)]],
  [1000, [aService('sshd', 1000)]],
]);

test.each([
  ['a service’s own process is it', 900, 'Dnscache'],
  ['what a service started is a part of it', 804, 'postgresql-x64-17'],
  ['what svchost started is none', 904, undefined],
  ['what somebody started who logged in from afar is none', 1004, undefined],
])('%s', (_what, pid, name) => {
  const row = table.get(pid);
  expect(row && findService(table, row, running)?.name).toBe(name);
});

test('of several services in one process none can be told', () => {
  const both = new Map([[900, [aService('Dnscache', 900), aService('LanmanWorkstation', 900)]]]);
  const row = table.get(900);
  expect(row && findService(table, row, both)).toBeUndefined();
});
