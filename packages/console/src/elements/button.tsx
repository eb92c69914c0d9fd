import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import styles from './button.module.css';

type Look = 'primary' | 'plain' | 'danger' | 'quiet';
const classOf = (look: Look): string => `${styles['button']} ${styles[look]}`;

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  readonly look?: Look;
}

/** Something that happens here. While `isPending` it says so and takes no second press. */
export const Button = ({ look = 'plain', ...props }: ButtonProps) => (
  <AriaButton {...props} className={classOf(look)} />
);

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
