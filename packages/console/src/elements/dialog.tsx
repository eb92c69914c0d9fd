import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  /** Escape, and nothing else: a press beside it must not throw away what was typed. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * Something that must be answered before the page goes on. The focus stays inside and returns where it was. Import it from its own file
 * and only in what is loaded lazily: it does not belong into the first load.
 */
export const Dialog = ({ title, onClose, children }: DialogProps) => (
  <ModalOverlay
    isOpen
    isKeyboardDismissDisabled={false}
    isDismissable={false}
    onOpenChange={(open) => (open ? undefined : onClose())}
    className={styles['overlay'] ?? ''}
  >
    <Modal className={styles['modal'] ?? ''}>
      <AriaDialog className={styles['dialog'] ?? ''}>
        <Heading slot="title" level={2} className={styles['title'] ?? ''}>
          {title}
        </Heading>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
);
