import { Link } from '@tanstack/react-router';
import { Dialog } from '../elements/dialog.tsx';
import { Button, Table } from '../elements/index.ts';
import { KEYS, keyIsOn } from './keys.ts';

const OTHERS = [
  { key: 'Escape', text: 'Close a dialog or a menu' },
  { key: 'Tab', text: 'To the next control; the first one skips to the page' },
];

/** Which keys do what. */
export const KeyList = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title="Keys" onClose={onClose}>
    <Table
      caption="What the keyboard does on every page"
      rows={[...KEYS.map(({ key, name, text }) => ({ key, text: keyIsOn(name) ? text : `${text} (off)` })), ...OTHERS]}
      keyOf={({ key }) => key}
      columns={[
        { name: 'Key', head: true, cell: ({ key }) => <kbd>{key}</kbd> },
        { name: 'What it does', cell: ({ text }) => text },
      ]}
    />
    <p>
      The single characters can be switched off in your{' '}
      <Link to="/account" hash="keys" onClick={onClose}>
        account
      </Link>
      .
    </p>
    <div>
      <Button onPress={onClose}>Close</Button>
    </div>
  </Dialog>
);
