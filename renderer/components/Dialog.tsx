import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import './dialog.css';

/** A question over the window; Escape and a click beside it take it back. */
export function Dialog(props: {
  readonly title: ReactNode;
  readonly isAlert?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly acts: ReactNode;
}) {
  return (
    <ModalOverlay
      className="scrim"
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
    >
      <Modal className="dialog">
        <AriaDialog
          className="dialog-inside"
          role={props.isAlert === true ? 'alertdialog' : 'dialog'}
        >
          <Heading slot="title" level={2} className="dialog-title">
            {props.title}
          </Heading>
          <div className="dialog-body">{props.children}</div>
          <div className="dialog-acts">{props.acts}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
