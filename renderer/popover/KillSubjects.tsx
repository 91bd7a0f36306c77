import type { KillView } from '../words/kill-words.ts';
import { ContainerFacts } from './ContainerFacts.tsx';
import { ProcessList } from './ProcessList.tsx';

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
