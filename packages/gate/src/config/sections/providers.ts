import { resolve } from 'node:path';
import {
  builtInProviders,
  collisionMistakes,
  type DeclaredProvider,
  declareProvider,
  type Provider,
  providersInForce,
} from '@sallyport/trust';
import { found, quote } from '../found.ts';
import type { Configuration, ConfiguredProvider } from '../model.ts';
import { isMap, type Path } from '../path.ts';
import type { Report } from '../report.ts';
import type { ConfigurationFile } from '../schema.ts';
import type { Holed } from '../structure.ts';
import { parseYaml, readConfigurationFile } from '../yaml-source.ts';

/** Declared providers, and what follows from them for the other sections. */
export interface Providers extends Pick<Configuration, 'providers'> {
  /** Built-in ones and declared ones. */
  readonly inForce: readonly Provider[];
  /** Types that are declared and not on: a risk that nobody has accepted. */
  readonly off: readonly string[];
}

/** Where a declaration stands, and how its mistakes are reported. */
interface Source {
  readonly value: unknown;
  readonly from: string;
  readonly mistake: (path: Path, message: string) => void;
  readonly warning: (path: Path, message: string) => void;
}

/** Providers that this gate knows beside the built-in ones. */
export function providersOf(file: Holed<ConfigurationFile>, report: Report, folder: (path: Path) => string): Providers {
  const declared: DeclaredProvider[] = [];
  const providers: ConfiguredProvider[] = [];
  (file.providers ?? []).forEach((entry, index) => {
    const source = sourceOf(entry, ['providers', index], report, folder);
    const one = source === undefined ? undefined : declaredIn(source, declared);
    if (source === undefined || one === undefined) return;
    declared.push(one);
    if (one.off !== undefined) source.warning(['audience'], one.off);
    const { provider, replaces } = one;
    providers.push({ from: source.from, declaration: source.value, provider, replaces });
  });
  return {
    providers,
    inForce: providersInForce(builtInProviders, providers),
    off: declared.filter(({ off }) => off !== undefined).map(({ provider }) => provider.type),
  };
}

function declaredIn(source: Source, others: readonly DeclaredProvider[]): DeclaredProvider | undefined {
  const read = declareProvider(source.value);
  const mistakes = read.ok ? collisionMistakes(read.value, builtInProviders, others) : read.refusal;
  for (const { path, message } of mistakes) source.mistake(path, message);
  return read.ok && mistakes.length === 0 ? read.value : undefined;
}

/** A declaration in place, or the file that has it: paths of that file then, as that is where people look. */
function sourceOf(entry: unknown, at: Path, report: Report, folder: (path: Path) => string): Source | undefined {
  if (!isMap(entry)) {
    report.mistake(at, `found ${found(entry, at)}; accepted: a map that describes a provider, or {file: PATH}`);
    return undefined;
  }
  if (!('file' in entry)) {
    return {
      value: entry,
      from: 'the configuration',
      mistake: (path, message) => report.mistake([...at, ...path], message),
      warning: (path, message) => report.warning([...at, ...path], message),
    };
  }
  const { file, ...others } = entry;
  if (typeof file !== 'string' || file === '' || Object.keys(others).length > 0) {
    report.mistake(at, 'a provider of a file is {file: PATH} and nothing else; accepted: the path of a YAML file');
    return undefined;
  }
  return fromFile(file, resolve(folder(at), file), [...at, 'file'], report);
}

function fromFile(name: string, path: string, at: Path, report: Report): Source | undefined {
  let text: string;
  try {
    text = readConfigurationFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : (code ?? message);
    report.mistake(at, `${quote(name)} cannot be read: ${why}`);
    return undefined;
  }
  const parsed = parseYaml(text, name);
  if ('mistakes' in parsed) {
    for (const { place, message } of parsed.mistakes) report.mistakeAt(place, message);
    return undefined;
  }
  return {
    value: parsed.value,
    from: `file ${path}`,
    mistake: (inside, message) => report.mistakeAt(parsed.place(inside), message),
    warning: (inside, message) => report.warningAt(parsed.place(inside), message),
  };
}
