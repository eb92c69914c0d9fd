import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import styles from './button.module.css';

type Look = 'primary' | 'plain' | 'danger' | 'quiet';
const classOf = (look: Look): string => `${styles['button']} ${styles[look]}`;

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly children?: ReactNode;
  readonly look?: Look;
}

/**
 * Something that happens here. While `isPending` it says so, keeps the focus and takes no second press. React Aria's own pending state is
 * not used: what it announces with is an image without a name as soon as the button is gone.
 */
export function Button({ look = 'plain', isPending = false, children, ...props }: ButtonProps) {
  if (!isPending) {
    return (
      <AriaButton {...props} className={classOf(look)}>
        {children}
      </AriaButton>
    );
  }
  const { onPress: _pressed, ...still } = props;
  return (
    <AriaButton {...still} type="button" className={classOf(look)} data-pending>
      {children}
      <span className="visually-hidden">, under way</span>
      <span className={styles['turning']} aria-hidden="true" />
    </AriaButton>
  );
}

/** Somewhere to go that matters as much as a button. */
export const ButtonLink = ({
  look = 'plain',
  children,
  ...props
}: Omit<LinkProps, 'children'> & { readonly look?: Look; readonly children: ReactNode }) => (
  <Link {...props} className={classOf(look)}>
    {children}
  </Link>
);
