import { isObject, type JsonObject, own } from '../json/index.ts';

export type TextMap = Readonly<Record<string, string>>;

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'] as const;
/** What npm runs for a package with a .gyp file and no install script of its own, and what it writes into the document for it. */
const BUILD = 'node-gyp rebuild';
/** What npm up to 11 writes into the document for a package with a server.js. */
const SERVE = 'node server.js';

/** Scripts as npm publishes them: texts only, and without the way to node_modules/.bin, which is on the path anyway. */
export function scriptsOf(manifest: JsonObject): TextMap {
  const scripts = own(manifest, 'scripts');
  if (!isObject(scripts)) return {};
  return Object.fromEntries(
    Object.entries(scripts).flatMap(([name, script]) =>
      typeof script === 'string' ? [[name, script.replace(/^(\.[/\\])?node_modules[/\\]\.bin[/\\]/, '')]] : [],
    ),
  );
}

/** The document's scripts without those that clients add by themselves, where package.json has none of that name. */
export function withoutDerived(scripts: TextMap, declared: TextMap): TextMap {
  return Object.fromEntries(
    Object.entries(scripts).filter(
      ([name, script]) =>
        Object.hasOwn(declared, name) ||
        !((name === 'install' && script === BUILD) || (name === 'start' && script === SERVE)),
    ),
  );
}

/** Whether npm will build it at installation although package.json says no word of that. */
export function buildsItself(packageJson: JsonObject, files: ReadonlySet<string>): boolean {
  const scripts = scriptsOf(packageJson);
  if (scripts['install'] || scripts['preinstall'] || own(packageJson, 'gypfile') === false) return false;
  return [...files].some((file) => !file.includes('/') && file.endsWith('.gyp'));
}

/** The scripts that the gate publishes: those of package.json, and the build that npm will run. */
export const publishedScripts = (packageJson: JsonObject, files: ReadonlySet<string>): TextMap =>
  buildsItself(packageJson, files) ? { ...scriptsOf(packageJson), install: BUILD } : scriptsOf(packageJson);

/** Whether installing runs code of this package. */
export const hasInstallScript = (scripts: TextMap): boolean => INSTALL_SCRIPTS.some((name) => Boolean(scripts[name]));
