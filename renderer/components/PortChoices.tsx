import type { ReactNode } from 'react';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { Foreign } from '../words/Say.tsx';
import { CheckRow } from './CheckRow.tsx';
import './port-choices.css';

/** Ports that could be watched, to be ticked: a `PortChoice` each. */
export function PortChoices(props: {
  readonly label: string;
  /** The ids of those that are ticked. */
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
  readonly children: ReactNode;
}) {
  return (
    <CheckboxGroup
      aria-label={props.label}
      className="check-list"
      value={[...props.chosen]}
      onChange={props.onChoose}
    >
      {props.children}
    </CheckboxGroup>
  );
}

/** One of them; what is known of it stands below its number. */
export function PortChoice(props: {
  readonly watchedPort: WatchedPort;
  readonly children: ReactNode;
}) {
  const { id, port, name } = props.watchedPort;
  return (
    <CheckRow value={id}>
      <span className="port-choice">
        <strong>{port}</strong> <Foreign text={name} />
      </span>
      {props.children}
    </CheckRow>
  );
}
