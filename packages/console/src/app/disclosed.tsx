import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import styles from './disclosed.module.css';

/**
 * A button that shows and hides what stands behind it. Escape, a press elsewhere, the focus leaving and navigation hide it again; after
 * Escape the focus is back on the button. `always` shows it without the button on wide screens.
 */
export function Disclosed({
  name,
  label,
  always = false,
  children,
}: {
  readonly name: ReactNode;
  /** What a screen reader hears for the button, where its words do not say enough. It contains them. */
  readonly label?: string;
  readonly always?: boolean;
  readonly children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const path = useLocation({ select: ({ href }) => href });
  useEffect(() => setOpen(false), [path]);
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event) => {
      if (event.target instanceof Node && whole.current?.contains(event.target) === false) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', escape);
    };
  }, [open]);
  return (
    <div ref={whole} className={`${styles['whole']} ${always ? styles['always'] : ''}`}>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={id}
        aria-label={label}
        className={styles['button']}
        onClick={() => setOpen(!open)}
      >
        {name}
        <span aria-hidden="true" className={styles['arrow']} />
      </button>
      <div id={id} className={`${styles['panel']} ${open ? styles['open'] : ''}`}>
        {children}
      </div>
    </div>
  );
}
