import { useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';

/** A time of day as `22:00`; shown as the system writes it, and told of when it is whole. */
export function TimeField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (time: string) => void;
}) {
  const { label, value, onChange } = props;
  // While a part of it is being typed the field has no value, and must keep what is there.
  const [typed, setTyped] = useState({ over: value, text: value });
  const text = typed.over === value ? typed.text : value;
  return (
    <TextField
      className="field time-field"
      value={text}
      onChange={(next) => {
        setTyped({ over: next === '' ? value : next, text: next });
        if (next !== '') onChange(next);
      }}
    >
      <Label className="field-label">{label}</Label>
      <Input type="time" required className="field-input" />
    </TextField>
  );
}
