export { Badge, type BadgeTone } from './badge.tsx';
export { Button, ButtonLink, type ButtonProps } from './button.tsx';
export { Block, Copy, Id } from './copy.tsx';
export { Choice, Field, type FieldProps } from './field.tsx';
export { Failure, Notice, type Tone } from './notice.tsx';
export { Page, Section } from './page.tsx';
export { Empty, Shown } from './states.tsx';
export { type Column, Table } from './table.tsx';
export { Time } from './time.tsx';
