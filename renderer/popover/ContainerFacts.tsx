import type { Container } from '../../shared/container.ts';
import { Foreign, Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { ComposeService } from './EvidenceLine.tsx';

const engineNames = { docker: 'Docker', podman: 'Podman' } as const;

/** What its engine told of a container: name, image, service, the port inside. */
export function ContainerFacts({ container }: { readonly container: Container }) {
  const { t } = useWords();
  const { engine, name, id, image, privatePort } = container;
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
        <ComposeService container={container} />
        {privatePort !== undefined && (
          <span>{t('kill.inside', { port: String(privatePort) })}</span>
        )}
      </span>
    </div>
  );
}
