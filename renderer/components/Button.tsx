import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';
import './button.css';

type Look = 'filled' | 'outlined' | 'danger' | 'danger-filled' | 'plain';

/** A push button. The act that helps most is `filled`; killing is `danger`. */
export function Button(props: ButtonProps & { readonly look?: Look; readonly isSmall?: boolean }) {
  const { look = 'outlined', isSmall = false, ...rest } = props;
  return <AriaButton {...rest} className={`button ${look}${isSmall ? ' small' : ''}`} />;
}

/** A square button with a picture; its label is heard and shown as a tip. */
export function IconButton(
  props: Omit<ButtonProps, 'children'> & { readonly label: string; readonly children: ReactNode },
) {
  const { label, children, ...rest } = props;
  return (
    <AriaButton {...rest} aria-label={label} className="icon-button">
      <span title={label}>{children}</span>
    </AriaButton>
  );
}
