import { describe, expect, it } from 'vitest';
import { emptyDraft } from '../../renderer/settings/draft.ts';
import { countFallback, findHolders } from '../../renderer/settings/port-now.ts';
import { buildListener } from './builders.ts';

const listeners = [
  buildListener({ address: '127.0.0.1' }),
  buildListener({ address: '::1' }),
  buildListener({ port: 3001, address: '0.0.0.0' }),
  buildListener({ port: 3000, protocol: 'udp' }),
];
const addressesFor = (port: string, address = '') =>
  findHolders({ ...emptyDraft, port, address }, listeners)?.map((one) => one.address);

describe('who holds the port of a form', () => {
  it('is unknown while it names no port', () => {
    expect(addressesFor('30x')).toBeUndefined();
  });

  it('is everybody on that port and protocol', () => {
    expect(addressesFor('3000')).toEqual(['127.0.0.1', '::1']);
  });

  it('is whoever covers the one address that is asked for', () => {
    expect([addressesFor('3000', '::1'), addressesFor('3001', '127.0.0.1')]).toEqual([
      ['::1'],
      ['0.0.0.0'],
    ]);
  });
});

it('counts the fallback ports once each, and those in use', () => {
  const draft = { ...emptyDraft, fallbackPorts: '3000-3002, 3001, 4000' };
  expect(countFallback(draft, listeners)).toEqual({ count: 4, held: 2 });
});
