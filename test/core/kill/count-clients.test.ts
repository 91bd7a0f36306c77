import { describe, expect, test } from 'vitest';
import type { ConnectedAddress } from '../../../electron/core/host.ts';
import { countClients } from '../../../electron/core/kill/count-clients.ts';
import { aListener } from '../../support/builders.ts';

const v4: ConnectedAddress = { family: 4, address: '127.0.0.1' };
const v6: ConnectedAddress = { family: 6, address: '::1' };
/** An IPv4 client of a socket that takes both families. */
const mapped: ConnectedAddress = { family: 6, address: '::ffff:127.0.0.1' };

describe('the clients of a listener', () => {
  test('are not those of the other family', () => {
    const four = aListener({ address: '127.0.0.1' });
    const six = aListener({ address: '::1' });
    const all = [four, six];
    expect(all.map((one) => countClients(one, all, [v4, v4, v6]))).toEqual([2, 1]);
  });

  test('are of both families where it takes both', () => {
    const dual = aListener({ address: '::', isV6Only: false });
    expect(countClients(dual, [dual], [v6, mapped])).toBe(2);
    const only = aListener({ address: '::', isV6Only: true });
    const four = aListener({ address: '0.0.0.0' });
    expect([only, four].map((one) => countClients(one, [only, four], [v6, v4]))).toEqual([1, 1]);
  });

  test('of a wildcard are not those of a more specific address', () => {
    const wildcard = aListener({ address: '0.0.0.0' });
    const specific = aListener({ address: '127.0.0.1' });
    const all = [wildcard, specific];
    const other: ConnectedAddress = { family: 4, address: '10.0.0.5' };
    expect(all.map((one) => countClients(one, all, [v4, other, other]))).toEqual([2, 1]);
  });

  test('are those of all who share its address', () => {
    const all = [aListener(), aListener({ user: 'bob' })];
    expect(all.map((one) => countClients(one, all, [v4]))).toEqual([1, 1]);
  });
});
