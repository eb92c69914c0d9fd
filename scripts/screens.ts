// `npm run screens`: a picture of every page of the console, light and dark, from a gate of its own that has something on each.
// They go to .cache/screens, all or those named; `--docs` writes the three that the README shows to docs/screens instead.
import { resolve } from 'node:path';
import { openBrowser } from '../test/support/browser.ts';
import { SCENE_PAGES } from '../test/support/console-scene/pages.ts';
import { startConsoleScene } from '../test/support/console-scene/scene.ts';
import { takePictures } from './screens/take-pictures.ts';

/** What the README shows. */
const SHOWN = ['overview', 'new-publisher', 'decision'];

const docs = process.argv.includes('--docs');
const only = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const folder = resolve(import.meta.dirname, docs ? '../docs/screens' : '../.cache/screens');

const browser = await openBrowser();
if (browser === undefined) throw new Error('no Chromium is installed: install one, or name it in CHROMIUM_PATH');
const scene = await startConsoleScene();
try {
  const pages = SCENE_PAGES.filter(({ name }) =>
    docs ? SHOWN.includes(name) : only.length === 0 || only.includes(name),
  );
  for (const file of await takePictures({ browser, scene, pages, folder })) console.log(file);
} finally {
  await browser.close();
  await scene.close();
}
