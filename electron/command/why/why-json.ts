import { listAlsoHeld } from '../../../shared/also-held.ts';
import { toTitle } from '../../../shared/titles.ts';
import type { PortHolder, ProcessStory, WhyReport } from '../../../shared/why.ts';
import { toStopForGood } from '../../core/kill/stop-commands.ts';
import { toOwnerJson } from '../output/listener-json.ts';

/** `portreeve why --json`: see the README for the shape, which other programs rely on. */
export function toWhyDocument(report: WhyReport) {
  const { limits, localhost } = report;
  return {
    port: report.port,
    protocol: report.protocol,
    takenAt: report.takenAt,
    coverage: report.coverage,
    state: report.state,
    holders: report.holders.map(toHolderJson),
    clients: report.clients ?? null,
    connections:
      report.uses?.map(({ address, remoteAddress, remotePort, state, owners }) => ({
        address,
        remoteAddress: remoteAddress ?? null,
        remotePort: remotePort ?? null,
        state,
        owners: owners.map(toOwnerJson),
      })) ?? null,
    binds: report.binds.map(({ address, result }) => ({
      address,
      canBind: result.kind === 'bindable',
      errno: result.kind === 'refused' ? result.errno : null,
    })),
    causes: report.causes,
    startOrder: report.startOrder.map(({ owner, role, port, afterFirstMs }) => ({
      pid: owner.identity.pid,
      title: toTitle(owner).text,
      role,
      port,
      startedAt: owner.startedAt ?? null,
      afterFirstMs,
    })),
    localhost:
      localhost === undefined
        ? null
        : {
            firstAddress: localhost.first === 4 ? '127.0.0.1' : '::1',
            reachesPid: localhost.reaches?.identity.pid ?? null,
          },
    limits: limits ?? null,
    watched: report.watched.map(({ id, name, verdict }) => ({
      id,
      name,
      verdict: verdict.kind,
      conflict: verdict.kind === 'conflict' ? verdict.conflict : null,
      reason: verdict.kind === 'undetermined' ? verdict.reason : null,
    })),
  };
}

function toHolderJson({ listeners, processes, killPlan }: PortHolder) {
  return {
    addresses: listeners.map(({ address }) => address),
    user: listeners[0]?.user ?? null,
    ownerVisibility: listeners.some((listener) => listener.ownerVisibility === 'hidden')
      ? ('hidden' as const)
      : ('visible' as const),
    processes: processes.map(({ owner, story }) => ({
      ...toOwnerJson(owner),
      user: owner.user,
      parentPid: owner.parentPid ?? null,
      story: story === undefined ? null : toStoryJson(story),
    })),
    kill:
      killPlan === undefined
        ? null
        : {
            pids: killPlan.targets.map(({ identity }) => identity.pid),
            alsoHolds: listAlsoHeld([killPlan], listeners),
            ways: killPlan.ways.map(({ kind }) => kind),
            warnings: killPlan.warnings,
            refusal: killPlan.refusal?.reason ?? null,
            stopInstead: toStopForGood(killPlan, processes) ?? null,
          },
  };
}

function toStoryJson(story: ProcessStory) {
  return {
    ancestors: story.ancestors.map(({ identity, name, command, executable, user }) => ({
      pid: identity.pid,
      name,
      command,
      executable: executable ?? null,
      user,
    })),
    terminal: story.terminal ?? null,
    unit: story.unit ?? null,
    container: story.container ?? null,
    startedBy: story.startedBy,
  };
}
