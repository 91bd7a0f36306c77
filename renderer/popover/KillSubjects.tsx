import type { Container } from '../../shared/container.ts';
import type { KillView } from '../words/kill-words.ts';
import { Foreign, Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { ProcessList } from './ProcessList.tsx';

const engineNames = { docker: 'Docker', podman: 'Podman' } as const;

/** Whom or what the chosen way stops. */
export function KillSubjects({ view }: { readonly view: KillView }) {
  const { plan, way } = view;
  switch (way.kind) {
    case 'processes':
      return <ProcessList owners={plan.targets} />;
    case 'tree':
      return <ProcessList owners={plan.targets} below={way.below} />;
    case 'watcher':
      return <ProcessList owners={[way.watcher.process, ...plan.targets]} />;
    case 'unit':
      // A socket unit's port is held by the service manager itself, which goes on.
      return way.unit.name.endsWith('.socket') ? null : <ProcessList owners={plan.targets} />;
    case 'container':
    case 'container-restart':
      // The process that forwards the port says nothing about what is behind it.
      return <ContainerFacts container={way.container} />;
  }
}

function ContainerFacts({ container }: { readonly container: Container }) {
  const { t } = useWords();
  const { engine, name, id, image, composeProject, composeService, privatePort } = container;
  return (
    <div className="victim evidence">
      <span className="victim-name">
        <Foreign text={name} className="one-line" />
        <span className="caption muted container-id">{id.slice(0, 12)}</span>
      </span>
      <span className="evidence-line">
        <span>{engineNames[engine]}</span>
        <span>
          <Say saying={{ key: 'kill.image', values: { image } }} />
        </span>
        {composeProject !== undefined && composeService !== undefined && (
          <span>
            <Say
              saying={{
                key: 'kill.compose',
                values: { service: composeService, project: composeProject },
              }}
            />
          </span>
        )}
        {privatePort !== undefined && (
          <span>{t('kill.inside', { port: String(privatePort) })}</span>
        )}
      </span>
    </div>
  );
}
