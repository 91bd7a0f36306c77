import type { ReactNode } from 'react';
import { toUnitKey } from '../../shared/messages/unit-words.ts';
import type { PortHolder, ProcessStory } from '../../shared/why.ts';
import { ContainerFacts } from '../popover/ContainerFacts.tsx';
import { toFolderWords } from '../words/folder-words.ts';
import { findContainer, toSince } from '../words/listener-words.ts';
import { hasRawName, toProgram } from '../words/program.ts';
import { Command, Foreign } from '../words/Say.tsx';
import { formatInstant } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';

const PIDS_MAX = 6;

/** What a holder really is, with the raw name behind it, and what it belongs to. */
export function HolderFacts({ holder }: { readonly holder: PortHolder }) {
  const words = useWords();
  const { t, locale, nowMs } = words;
  const { listeners, processes } = holder;
  const container = findContainer(listeners);
  const owners = processes.map(({ owner }) => owner);
  const [owner] = owners;
  if (container !== undefined) return <ContainerFacts container={container} />;
  if (owner === undefined) {
    const reason = holder.killPlan?.refusal?.reason ?? 'hidden-owner';
    const user = listeners[0]?.user ?? '';
    return <p className="muted">{t(`kill-refusal.${reason}`, { name: '', user })}</p>;
  }
  const program = toProgram(owner);
  const folder = toFolderWords(owner, words);
  const since = toSince(owners);
  const pids = owners.map(({ identity }) => identity.pid);
  return (
    <dl className="facts evidence">
      <Fact label={t('why.label-process')}>
        <Foreign text={program.tool ?? program.name} className="what" />
        <span className="muted">
          {hasRawName(program) && (
            <>
              {' '}
              <Foreign text={program.name} />
            </>
          )}{' '}
          {t('facts.pids', { pids: pids.slice(0, PIDS_MAX).join(', ') })}
          {pids.length > PIDS_MAX && ` ${t('facts.more', { count: pids.length - PIDS_MAX })}`}
        </span>
      </Fact>
      {owner.command !== '' && (
        <Fact label={t('why.label-command')}>
          <span className="command whole">
            <Command text={owner.command} />
          </span>
        </Fact>
      )}
      {folder !== undefined && (
        <Fact label={t('why.label-folder')}>
          <Foreign text={folder} />
        </Fact>
      )}
      {owner.carried !== undefined && (
        <Fact label={t('why.label-runs-in')}>
          {t('why.wsl', { ...owner.carried, pid: String(owner.carried.pid) })}
        </Fact>
      )}
      <Fact label={t('why.label-user')}>
        <Foreign text={owner.user} />
      </Fact>
      {since !== undefined && (
        <Fact label={t('why.label-since')}>{formatInstant(since, nowMs, { locale })}</Fact>
      )}
      <Place story={processes[0]?.story} />
    </dl>
  );
}

/** The unit, the container and the terminal that a process belongs to. */
function Place({ story }: { readonly story: ProcessStory | undefined }) {
  const { t } = useWords();
  if (story === undefined) return null;
  const { unit, container, terminal } = story;
  const places = [
    unit === undefined ? undefined : t(toUnitKey(unit), { name: unit.name }),
    container === undefined
      ? undefined
      : t('why.container', { runtime: container.runtime, id: container.id.slice(0, 12) }),
    terminal === undefined ? undefined : t('why.terminal', { terminal }),
  ].filter((place) => place !== undefined);
  if (places.length === 0) return null;
  return (
    <Fact label={t('why.label-runs-in')}>
      {places.map((place) => (
        <Foreign key={place} text={place} className="place" />
      ))}
    </Fact>
  );
}

function Fact(props: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="fact">
      <dt className="capital">{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
