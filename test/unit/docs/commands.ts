import yargs from 'yargs';
import { COMMANDS, PARSING } from '../../../src/cli/commands.ts';
import { blocksOf, pages, readPage } from './markdown.ts';

/** A command line that a page shows. */
export interface CommandLine {
  readonly page: string;
  /** without `ftpspec` */
  readonly words: readonly string[];
}

const PROGRAM = /^(?:ftpspec|node \S*dist\/ftpspec\.js)(?= |$)/;
/** What a shell takes for itself. */
const SHELL = ['|', '||', '>', '&', '&&', '#'];

/** Every `ftpspec …` in the pages: in shell blocks, CI settings and running text. */
export function commandLines(): CommandLine[] {
  return pages().flatMap((page) =>
    codeIn(page)
      .filter((code) => PROGRAM.test(code))
      .map((code) => ({ page, words: wordsOf(code.replace(PROGRAM, '')) }))
      // A command that text only names has no words after it.
      .filter(({ words }) => words.length > 1),
  );
}

/** Every `ftpspec …` in a script, without what a shell or a CI engine puts into it. */
export function commandLinesIn(page: string, script: string): CommandLine[] {
  return (
    script
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => PROGRAM.test(line))
      .map((line) => ({ page, words: wordsOf(line.replace(PROGRAM, '')) }))
      // A word of other meaning: a name.
      .filter(({ words }) => words.length > 0)
  );
}

/** Every `npm …` in the pages that names a script. */
export function npmScripts(): { page: string; script: string }[] {
  return pages().flatMap((page) =>
    codeIn(page).flatMap((code) => {
      const script = /\bnpm run(?: --prefix \S+| --?\S+)* ([\w:-]+)/.exec(code)?.[1];
      return script === undefined ? [] : [{ page, script }];
    }),
  );
}

/** Options that running text names alone, such as `--seed`. */
export function optionsNamed(): { page: string; option: string }[] {
  return pages().flatMap((page) =>
    codeIn(page)
      .filter((code) => code.startsWith('--'))
      .map((code) => ({ page, option: code.slice(2).split(/[ =]/, 1)[0] ?? '' })),
  );
}

/** Parses a command line as the program does, and does nothing. @throws Error */
export function parseOnly(words: readonly string[]): void {
  const parser = yargs()
    .parserConfiguration(PARSING)
    .demandCommand(1)
    .strict()
    .exitProcess(false)
    .fail((message, error) => {
      throw (error as Error | undefined) ?? new Error(message);
    });
  for (const one of COMMANDS) parser.command({ ...one, handler: () => undefined });
  void parser.parse([...words]);
}

function codeIn(page: string): string[] {
  const inText = readPage(page).replaceAll(/^( *)```.*?^\1```$/gms, '');
  const spans = [...inText.matchAll(/`([^`]+)`/g)].map(([, code = '']) =>
    code.replaceAll('\n', ' '),
  );
  const lines = blocksOf(page)
    .filter(({ language }) => ['sh', 'yaml', ''].includes(language))
    .flatMap(({ text }) => text.replaceAll(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/^\s*(?:- )?(?:run: |\$ )?/, ''));
  return [...spans, ...lines];
}

function wordsOf(text: string): string[] {
  const words = [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );
  const end = words.findIndex((word) => SHELL.includes(word));
  return end === -1 ? words : words.slice(0, end);
}
