import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { ScenePage } from '../../test/support/console-scene/pages.ts';
import type { ConsoleScene } from '../../test/support/console-scene/scene.ts';
import { openAs } from '../../test/support/console-scene/visitor.ts';

/** Of a JPEG, 0 to 100: text stays sharp, and a page has two thirds of the bytes of its PNG. */
const QUALITY = 70;
/** A picture that is larger makes the README slow. */
const MOST_BYTES = 150_000;

export interface Pictures {
  readonly browser: Browser;
  readonly scene: ConsoleScene;
  readonly pages: readonly ScenePage[];
  readonly folder: string;
}

/** Writes `<page>-<theme>.jpg` of each page's viewport, 1280 wide. Gives the files; throws where one is larger than 150 KB. */
export async function takePictures({ browser, scene, pages, folder }: Pictures): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    for (const as of ['nobody', 'owner', 'administrator'] as const) {
      const theirs = pages.filter((page) => page.as === as);
      if (theirs.length === 0) continue;
      const visitor = await openAs(browser, scene, as, { theme });
      for (const page of theirs) {
        await visitor.show(page);
        const file = join(folder, `${page.name}-${theme}.jpg`);
        const picture = await visitor.page.screenshot({ type: 'jpeg', quality: QUALITY, animations: 'disabled' });
        if (picture.length > MOST_BYTES) throw new Error(`${file} would have ${picture.length} bytes`);
        await writeFile(file, picture);
        files.push(file);
      }
      await visitor.close();
    }
  }
  return files;
}
