import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { pressedKey } from './keys.ts';
import { focusSearch } from './search-field.ts';

const KeyList = lazy(() => import('./key-list.tsx').then((file) => ({ default: file.KeyList })));

/** Acts on the keys that work anywhere. */
export function KeyPresses() {
  const router = useRouter();
  const [listed, list] = useState(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const name = pressedKey(event);
      if (name === undefined) return;
      event.preventDefault();
      if (name === 'list') return list(true);
      if (focusSearch()) return undefined;
      void router.navigate({ to: '/packages' }).then(() => focusSearch({ soon: true }));
      return undefined;
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [router]);
  return listed ? (
    <Suspense>
      <KeyList onClose={() => list(false)} />
    </Suspense>
  ) : null;
}
