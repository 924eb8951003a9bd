import {
  bytes,
  diagnose,
  dripping,
  fin,
  flood,
  freeze,
  many,
  noise,
  all,
  ordinary,
  reply,
  rst,
  run,
  silence,
} from '../acts.ts';
import type { Act, Behaviour, Drive } from '../behaviour.ts';

interface Misbehaviour {
  readonly title: string;
  readonly act: (verb: string) => Act;
}

/** What can happen at every stage of a session. */
const MISBEHAVIOURS = {
  freezes: { title: 'is not answered, nor anything after', act: () => freeze },
  silent: { title: 'is not answered, but what comes after is', act: () => silence },
  drips: { title: 'draws a digit every 300 ms', act: () => dripping('2', 300) },
  line: {
    title: 'draws a line of 4 MB',
    act: () => all(many(4_000_000, 'x', '200 '), bytes('\r\n')),
  },
  unclosed: { title: 'draws a multi-line reply without end', act: () => flood('200-more\r\n') },
  noise: { title: 'draws 300 kB of random bytes', act: () => noise(300_000) },
  nul: { title: 'draws NUL bytes', act: () => bytes(`200 ${'\0'.repeat(20_000)}\r\n`) },
  rst: { title: 'draws a reset', act: () => rst },
  fin: { title: 'draws the end of the connection', act: () => fin },
  half: { title: 'draws half a line', act: () => all(bytes('22'), freeze) },
  opens: {
    title: 'draws the first line of a multi-line reply',
    act: () => all(reply('200-more'), freeze),
  },
  extra: {
    title: 'is answered, and then four times more',
    act: (verb) => all(ordinary(verb), reply('200 and', '226 one', '421 thing', '550 more')),
  },
  codes: {
    title: 'draws a code that there is not',
    act: () => reply('999 what', '000 is', '77 this'),
  },
} as const satisfies Readonly<Record<string, Misbehaviour>>;

type Kind = keyof typeof MISBEHAVIOURS;

const BOTH = (suite: string): readonly Drive[] => [run(suite), diagnose()];
const RUN = (suite: string): readonly Drive[] => [run(suite)];

/** Which of them is played where, and how the stage is come to. */
const STAGES: readonly (readonly [string, readonly Drive[], readonly Kind[]])[] = [
  ['USER', BOTH('login'), ['freezes', 'drips', 'line', 'rst', 'nul']],
  ['PASS', BOTH('login'), ['freezes', 'unclosed', 'fin', 'half', 'codes']],
  ['FEAT', RUN('features'), ['freezes', 'noise', 'unclosed', 'opens', 'rst']],
  ['PWD', BOTH('navigation'), ['freezes', 'drips', 'line', 'noise', 'nul', 'extra']],
  ['TYPE', RUN('parameters'), ['freezes', 'silent', 'extra']],
  ['EPSV', BOTH('extended'), ['freezes', 'fin', 'codes', 'unclosed']],
  ['PASV', RUN('passive'), ['freezes', 'rst', 'nul', 'half']],
  ['LIST', BOTH('listing'), ['freezes', 'rst', 'unclosed', 'extra']],
  ['MLSD', RUN('facts'), ['freezes', 'noise']],
  ['RETR', BOTH('transfer'), ['freezes', 'fin', 'extra']],
  ['STOR', RUN('transfer'), ['freezes', 'rst']],
  ['QUIT', BOTH('session'), ['freezes', 'rst', 'drips', 'unclosed']],
  ['MKD', RUN('navigation'), ['freezes', 'fin']],
];

/** A stage of a session and what goes wrong there. */
export const stages: readonly Behaviour[] = STAGES.flatMap(([verb, drives, kinds]) =>
  kinds.map((kind) => ({
    id: `${verb.toLowerCase()}-${kind}`,
    title: `${verb} ${MISBEHAVIOURS[kind].title}`,
    drives,
    on: { [verb]: MISBEHAVIOURS[kind].act(verb) },
  })),
);
