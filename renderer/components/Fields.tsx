import { ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { Select, SelectValue } from 'react-aria-components/Select';
import { Switch } from 'react-aria-components/Switch';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import './fields.css';

/** A line of text, or a few, with a label, a hint, and the sentence of what is wrong with it. */
export function TextField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly problem?: string | undefined;
  readonly hint?: ReactNode;
  readonly placeholder?: string;
  readonly isMono?: boolean;
  /** Several lines. */
  readonly isLong?: boolean;
  readonly autoFocus?: boolean;
  readonly inputMode?: 'numeric' | 'text';
}) {
  const { label, value, onChange, problem, hint } = props;
  const input = {
    className: `field-input${props.isMono === true ? ' mono' : ''}`,
    placeholder: props.placeholder ?? '',
    spellCheck: false,
    dir: 'auto',
  } as const;
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
      autoFocus={props.autoFocus === true}
    >
      <Label className="field-label">{label}</Label>
      {props.isLong === true ? (
        <TextArea {...input} rows={2} />
      ) : (
        <Input {...input} inputMode={props.inputMode ?? 'text'} autoComplete="off" />
      )}
      {hint !== undefined && problem === undefined && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
    </AriaTextField>
  );
}

export interface Option<Value extends string, Label extends ReactNode = ReactNode> {
  readonly value: Value;
  readonly label: Label;
  readonly hint?: string;
}

interface ChoiceProps<Value extends string, Label extends ReactNode = ReactNode> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly Option<Value, Label>[];
}

/** More than these do not fit beside each other in a form. */
const SEGMENTS_A_LINE = 4;

/** One of a few, side by side; for short words. */
export function Segmented<Value extends string>(props: ChoiceProps<Value>) {
  return (
    <RadioGroup
      className="field"
      orientation="horizontal"
      value={props.value}
      onChange={(value) => props.onChange(value as Value)}
    >
      <Label className="field-label">{props.label}</Label>
      <div className={props.options.length > SEGMENTS_A_LINE ? 'segments many' : 'segments'}>
        {props.options.map(({ value, label }) => (
          <Radio key={value} value={value} className="segment">
            {label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

/** One of a few, one below the other; for sentences. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  return (
    <RadioGroup
      className="field"
      value={props.value}
      onChange={(value) => props.onChange(value as Value)}
    >
      <Label className="field-label">{props.label}</Label>
      <div className="choices">
        {props.options.map(({ value, label, hint }) => (
          <Radio key={value} value={value} className="choice">
            <span className="choice-mark" aria-hidden="true" />
            <span className="choice-text">
              <span>{label}</span>
              {hint !== undefined && <span className="field-hint">{hint}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

/** One of a list that is opened. */
export function SelectField<Value extends string>(props: ChoiceProps<Value, string>) {
  return (
    <Select
      className="field field-row"
      value={props.value}
      onChange={(value) => props.onChange(value as Value)}
    >
      <Label className="row-label">{props.label}</Label>
      <Button className="select-button">
        <SelectValue />
        <ChevronsUpDown size={14} aria-hidden="true" />
      </Button>
      <Popover className="menu-popover" placement="bottom end" offset={4}>
        <ListBox className="menu">
          {props.options.map(({ value, label }) => (
            <ListBoxItem key={value} id={value} className="menu-item" textValue={label}>
              {label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}

/** A setting that is on or off. */
export function SwitchField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <Switch className="switch" isSelected={props.isOn} onChange={props.onChange}>
      <span className="switch-text">
        <span className="row-label">{props.label}</span>
        {props.hint !== undefined && <span className="field-hint">{props.hint}</span>}
      </span>
      <span className="switch-track" aria-hidden="true">
        <span className="switch-thumb" />
      </span>
    </Switch>
  );
}
