import { formatLocalAddress } from '../../../shared/address.ts';
import type { BindScope, Owner } from '../../../shared/listener.ts';
import type { KillPlan } from '../../../shared/kill.ts';
import type { Locale } from '../../../shared/locale.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { Container } from '../../../shared/container.ts';
import type { Unit } from '../../../shared/supervision.ts';
import { formatTable } from './columns.ts';
import { toDuration, toMoment } from './time.ts';
import { toShortId } from '../../core/kill/stop-commands.ts';
import { toFolderText } from '../../core/wording.ts';

/** A label and what belongs to it. */
export type Row = readonly [string, string];

export interface RowWords {
  readonly homeFolder: string;
  readonly locale: Locale;
  /** Wall clock, in milliseconds. */
  readonly nowMs: number;
  readonly t: Translate;
}

const COMMAND_LENGTH_MAX = 160;
const PIDS_MAX = 8;

/** The processes, of which the first speaks for all: pid, command, folder, user, since. */
export function toOwnerRows(owners: readonly Owner[], words: RowWords): readonly Row[] {
  const { homeFolder, t } = words;
  const [owner] = owners;
  if (owner === undefined) return [];
  const rows: Row[] = [[t('why.label-process'), toPids(owners, t)]];
  if (owner.command !== '') {
    rows.push([t('why.label-command'), toSafeText(owner.command, COMMAND_LENGTH_MAX)]);
  }
  const folder = toFolderText(owner, homeFolder, t);
  if (folder !== undefined) rows.push([t('why.label-folder'), toSafeText(folder)]);
  if (owner.carried !== undefined) {
    const { distribution, pid, by } = owner.carried;
    const words = { distribution: toSafeText(distribution), pid: String(pid), by: toSafeText(by) };
    rows.push([t('why.label-runs-in'), t('why.wsl', words)]);
  }
  rows.push([t('why.label-user'), toSafeText(owner.user, 40)]);
  const since = toSince(owner, words);
  if (since !== undefined) rows.push([t('why.label-since'), since]);
  return rows;
}

/** The container behind a port, as far as its engine told of it. */
export function toContainerRows(plan: KillPlan | undefined, t: Translate): readonly Row[] {
  const container = findContainer(plan);
  if (container === undefined) return [];
  const { engine, id, name, image, privatePort, composeProject, composeService } = container;
  const rows: Row[] = [
    [
      t('why.label-container'),
      t('why.container-facts', {
        name: toSafeText(name),
        image: toSafeText(image),
        engine,
        id: toShortId(id),
      }),
    ],
  ];
  if (privatePort !== undefined) {
    rows.push([t('why.label-inside'), t('why.container-port', { port: String(privatePort) })]);
  }
  if (composeProject !== undefined) {
    const project = toSafeText(composeProject);
    rows.push([
      t('why.label-compose'),
      composeService === undefined
        ? project
        : t('why.compose', { project, service: toSafeText(composeService) }),
    ]);
  }
  return rows;
}

/** The container that one of the ways is about. */
export function findContainer(plan: KillPlan | undefined): Container | undefined {
  return plan?.ways
    .map((way) => ('container' in way ? way.container : undefined))
    .find((container) => container !== undefined);
}

/** The unit that one of the ways is about. */
export function findUnit(plan: KillPlan | undefined): Unit | undefined {
  return plan?.ways
    .map((way) => ('unit' in way ? way.unit : undefined))
    .find((unit) => unit !== undefined);
}

/** `127.0.0.1:3000, [::1]:3000 (this machine only)`. */
export function toAddresses(
  listeners: readonly {
    readonly address: string;
    readonly port: number;
    readonly scope: BindScope;
  }[],
  t: Translate,
): string {
  const scopes = [...new Set(listeners.map(({ scope }) => scope))];
  const isOne = scopes.length === 1;
  const addresses = listeners.map(({ address, port, scope }) => {
    const text = formatLocalAddress(address, port);
    return isOne ? text : t('why.with-scope', { address: text, scope: t(`why.scope-${scope}`) });
  });
  const [scope] = scopes;
  const all = addresses.join(', ');
  return isOne && scope !== undefined
    ? t('why.with-scope', { address: all, scope: t(`why.scope-${scope}`) })
    : all;
}

/** `pid 4711`, `pids 4711, 4712`. */
export function toPids(owners: readonly Owner[], t: Translate): string {
  const pids = owners.map(({ identity }) => identity.pid);
  if (pids.length === 1) return t('why.pid', { pid: String(pids[0]) });
  const shown = pids.slice(0, PIDS_MAX).join(', ');
  return t('why.pids', { pids: pids.length > PIDS_MAX ? `${shown}, …` : shown });
}

function toSince(owner: Owner, { locale, nowMs, t }: RowWords): string | undefined {
  const startedMs = Date.parse(owner.startedAt ?? '');
  if (Number.isNaN(startedMs)) return undefined;
  return t('why.since', {
    moment: toMoment(startedMs, nowMs, locale),
    age: toDuration(nowMs - startedMs, t),
  });
}

/** The rows in two columns, a little to the right. */
export function formatRows(rows: readonly Row[]): string {
  return formatTable(rows.map(([label, value]) => [`  ${label}`, value]));
}
