import { describe, expect, test } from 'vitest';
import {
  groupPlans,
  killTogether,
  planAgain,
  planPort,
} from '../../../electron/core/kill/port-kills.ts';
import type { KillPlan } from '../../../shared/kill.ts';
import type { Listener } from '../../../shared/listener.ts';
import { aContext, aListener, anOwner } from '../../support/builders.ts';
import type { FakeMachine } from '../../support/fake-host.ts';
import { aMachine, settings } from './machine.ts';

const isAsked = ({ port, protocol }: Listener): boolean => port === 3000 && protocol === 'tcp';
const best = (plan: KillPlan) => plan.ways[0];

const onV4 = aListener();
const onV6 = aListener({ address: '::1', sockets: ['7002'] });

async function plansOf(machine: FakeMachine): Promise<readonly KillPlan[]> {
  const planned = await planPort(machine.host, isAsked, settings);
  if (planned.kind !== 'planned') throw new Error(planned.kind);
  return planned.plans;
}

async function kill(machine: FakeMachine, plans: readonly KillPlan[]) {
  const outcome = killTogether(
    machine.host,
    plans,
    { way: 'processes', means: 'graceful' },
    settings,
  );
  await machine.clock.advance(20_000);
  return outcome;
}

const pidsOf = (groups: readonly (readonly KillPlan[])[]) =>
  groups.map((group) => group.map(({ address }) => address));

describe('the plans of a port', () => {
  test('are one an address, and none for other ports and protocols', async () => {
    const machine = aMachine(
      onV4,
      onV6,
      aListener({ port: 3001, sockets: ['7003'] }),
      aListener({ protocol: 'udp', sockets: ['7004'] }),
    );
    expect((await plansOf(machine)).map(({ address }) => address)).toEqual(['127.0.0.1', '::1']);
  });

  test('belong together where the same processes hold both addresses', async () => {
    expect(pidsOf(groupPlans(await plansOf(aMachine(onV4, onV6)), best))).toEqual([
      ['127.0.0.1', '::1'],
    ]);
    const stranger = { ...onV6, owners: [anOwner({ pid: 4002 })] };
    expect(pidsOf(groupPlans(await plansOf(aMachine(onV4, stranger)), best))).toEqual([
      ['127.0.0.1'],
      ['::1'],
    ]);
  });

  test('belong together where one unit runs different processes', async () => {
    const machine = aMachine(onV4, { ...onV6, owners: [anOwner({ pid: 4002 })] });
    const unit = { name: 'web.service', isUserUnit: true };
    machine.contexts.set(4001, aContext({ unit }));
    machine.contexts.set(4002, aContext({ unit }));
    const plans = await plansOf(machine);
    expect(groupPlans(plans, best)).toHaveLength(1);
    expect(groupPlans(plans, ({ ways }) => ways.at(-1))).toHaveLength(2);
  });
});

describe('killing together', () => {
  test('signals once and proves every address', async () => {
    const machine = aMachine(onV4, onV6);
    const outcome = await kill(machine, await plansOf(machine));
    expect(outcome).toMatchObject({ kind: 'freed', way: 'processes' });
    expect(machine.signals).toEqual([{ pid: 4001, means: 'graceful' }]);
  });

  test('is not freed while one of the addresses is held', async () => {
    const machine = aMachine(onV4, onV6);
    machine.onSignal = () => {
      machine.listeners = [onV6];
      return 'sent';
    };
    const outcome = await kill(machine, await plansOf(machine));
    expect(outcome).toMatchObject({ kind: 'still-held', because: 'slow' });
    expect(machine.signals).toHaveLength(1);
  });

  test('goes on with the address that was not given up by itself', async () => {
    const machine = aMachine(onV4, onV6);
    const plans = await plansOf(machine);
    machine.listeners = [onV6];
    expect(await kill(machine, plans)).toMatchObject({ kind: 'freed' });
  });

  test('of addresses that all were given up says so and signals nobody', async () => {
    const machine = aMachine(onV4, onV6);
    const plans = await plansOf(machine);
    machine.listeners = [];
    expect(await kill(machine, plans)).toEqual({ kind: 'already-free' });
    expect(machine.signals).toEqual([]);
  });
});

describe('a plan made again after another kill', () => {
  const shared = { ...onV6, owners: [anOwner(), anOwner({ pid: 4002 })] };

  test('is about those of its processes that are left', async () => {
    const machine = aMachine(onV4, shared);
    const [, plan] = await plansOf(machine);
    machine.end(4001);
    if (plan === undefined) throw new Error('no plan');
    const again = await planAgain(machine.host, plan, settings);
    expect(again.targets.map(({ identity }) => identity.pid)).toEqual([4002]);
  });

  test('stays as it was shown where somebody new has come, so that nobody new is signalled', async () => {
    const machine = aMachine(onV4, shared);
    const [, plan] = await plansOf(machine);
    if (plan === undefined) throw new Error('no plan');
    machine.listeners = [{ ...shared, owners: [anOwner({ pid: 4009 })] }];
    expect(await planAgain(machine.host, plan, settings)).toBe(plan);
    expect(await kill(machine, [plan])).toEqual({ kind: 'changed' });
    machine.listeners = [{ ...shared, sockets: ['9999'] }];
    expect(await planAgain(machine.host, plan, settings)).toBe(plan);
  });
});
