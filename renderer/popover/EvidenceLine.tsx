import type { Container } from '../../shared/container.ts';
import { formatLocalAddress } from '../../shared/address.ts';
import type { Listener } from '../../shared/listener.ts';
import { findContainer, toDistinctOwners } from '../words/listener-words.ts';
import { Foreign, Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';

const PIDS_MAX = 4;

/**
 * The facts a sentence rests on: local addresses, user, pid. Of a container it is the service, for
 * user and pid would be those of what forwards its port.
 */
export function EvidenceLine(props: {
  readonly listeners: readonly Listener[];
  /** The port of the heading; addresses of other ports are written with theirs. */
  readonly port: number;
  /** The container's own facts stand beside it. */
  readonly hasContainerFacts?: boolean;
}) {
  const { t } = useWords();
  const container = findContainer(props.listeners);
  const owners = toDistinctOwners(props.listeners);
  const addresses = [
    ...new Set(
      props.listeners.map(({ address, port }) =>
        port === props.port ? address : formatLocalAddress(address, port),
      ),
    ),
  ];
  const users = [...new Set(props.listeners.map((listener) => listener.user))];
  const pids = owners.slice(0, PIDS_MAX).map((owner) => owner.identity.pid);
  const more = owners.length - pids.length;
  if (props.listeners.length === 0) return null;
  return (
    <p className="evidence evidence-line">
      <span>{addresses.join(', ')}</span>
      {container !== undefined && props.hasContainerFacts !== true && (
        <ComposeService container={container} />
      )}
      {container === undefined && users.map((user) => <Foreign key={user} text={user} />)}
      {container === undefined && pids.length > 0 && (
        <span>
          {t('facts.pids', { pids: pids.join(', ') })}
          {more > 0 && ` ${t('facts.more', { count: more })}`}
        </span>
      )}
    </p>
  );
}

/** `web of the project shop`; nothing for a container that Compose did not make. */
export function ComposeService({ container }: { readonly container: Container }) {
  const { composeProject: project, composeService: service } = container;
  if (project === undefined || service === undefined) return null;
  return (
    <span>
      <Say saying={{ key: 'kill.compose', values: { service, project } }} />
    </span>
  );
}
