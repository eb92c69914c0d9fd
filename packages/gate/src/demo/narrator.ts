import { styleText } from 'node:util';
import { consoleUrl } from '../index.ts';
import type { Ran } from './run.ts';
import type { Stage } from './stage.ts';

/** Tells the story on a terminal: colours where they are wanted (NO_COLOR), and remembers whether every chapter ended as told. */
export interface Narrator {
  title(text: string): void;
  chapter(text: string): void;
  fact(name: string, value: string): void;
  command(text: string): void;
  /** What a program printed, indented. */
  output(ran: Ran): void;
  good(text: string): void;
  /** The story went otherwise: the demo ends with 1. */
  bad(text: string): void;
  aside(text: string): void;
  whatNext(stage: Stage): void;
  verdict(): number;
}

export function createNarrator(out: NodeJS.WriteStream): Narrator {
  const style = (format: Parameters<typeof styleText>[0], text: string) => styleText(format, text, { stream: out });
  const say = (text = '') => void out.write(`${text}\n`);
  let wrong = 0;
  let chapters = 0;
  const tell: Narrator = {
    title: (text) => say(`\n${style(['bold', 'cyan'], text)}\n`),
    chapter: (text) => say(`\n${style('bold', `${++chapters}. ${text}`)}`),
    fact: (name, value) => say(`   ${style('dim', `${name}:`)} ${value}`),
    command: (text) => say(`   ${style('dim', '$')} ${style('cyan', text)}`),
    output(ran) {
      for (const line of ran.shown) say(`     ${style('dim', line)}`);
    },
    good: (text) => say(`   ${style('green', '✔')} ${text}`),
    bad(text) {
      wrong += 1;
      say(`   ${style('red', '✘')} ${text}`);
    },
    aside: (text) => say(`   ${style('dim', text)}`),
    whatNext(stage) {
      say(`\n${style(['bold', 'cyan'], 'Everything stays up. Try next:')}`);
      tell.fact('registry', stage.url);
      tell.fact('console', consoleUrl(stage.url));
      tell.aside(`sign in with the administrator's token: ${stage.administratorToken}`);
      tell.fact('its health', `${stage.url}/-/sallyport/v1/health/ready`);
      tell.fact('its API', `${stage.url}/-/sallyport/v1/openapi.json`);
      tell.fact('log', stage.logFile);
      tell.command(`npm view ${stage.package} --registry ${stage.url}`);
      tell.command(
        `curl -H "authorization: Bearer ${stage.administratorToken}" ${stage.url}/-/sallyport/v1/audit?limit=5`,
      );
      tell.command(
        `SALLYPORT_TOKEN=${stage.administratorToken} npx sallyport trust list ${stage.package} --registry ${stage.url}`,
      );
      say(`\n${style('dim', 'Ctrl-C stops it and leaves nothing behind.')}`);
    },
    verdict() {
      say();
      say(
        wrong === 0
          ? style(['bold', 'green'], 'The story went as told.')
          : style(['bold', 'red'], `${wrong} chapter(s) went otherwise.`),
      );
      return wrong === 0 ? 0 : 1;
    },
  };
  return tell;
}
