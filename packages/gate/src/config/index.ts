export { type Loaded, type LoadOptions, loadConfiguration } from './load.ts';
export * from './model.ts';
export { npmDefaultRegistry } from './npm-default-registry.ts';
export { RELOADABLE, type Reload, reload } from './reload.ts';
export { publishedSchema } from './schema.ts';
export { shownConfiguration } from './shown.ts';
export { secondsIn } from './units.ts';
