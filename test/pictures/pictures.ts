import { join } from 'node:path';
import { startReference } from '../../src/reference/index.ts';
import { COMMAND, ftpspec } from '../support/cli.ts';

/** What the README shows of a command. */
export interface Picture {
  /** of its file in docs/pictures */
  readonly name: string;
  readonly title: string;
  /** what is wrong with the server */
  readonly fault: string;
  /** of the command line, behind the target's URL */
  readonly command: 'run' | 'diagnose';
  readonly args: readonly string[];
  /** the last line that is shown before the ones at the end; all where absent */
  readonly upTo?: RegExp;
  /** lines at the end that are shown in any case */
  readonly last?: number;
}

export const PICTURES: readonly Picture[] = [
  {
    name: 'run',
    title: 'ftpspec run: a scenario fails, with what was expected, what came, and the dialogue',
    fault: 'password-retried',
    command: 'run',
    args: ['--suite', 'login', '--seed', 'example', '--jobs', '1'],
  },
  {
    name: 'diagnosis',
    title:
      'ftpspec diagnose: how far a client gets, who connects to whom, and what stands in the way',
    fault: 'pasv-any-address',
    command: 'diagnose',
    args: [],
    upTo: /more: ftpspec explain passive-address-unusable/,
    last: 1,
  },
];

const ROOT = join(import.meta.dirname, '../..');
export const FOLDER = join(ROOT, 'docs/pictures');

/** Where the server seems to listen. */
const PORT = 2121;
const COLUMNS = 92;

/** Plays the command and tells what a terminal shows: the command, and what it prints, in colours. */
export async function shown({ fault, command, args, upTo, last = 0 }: Picture): Promise<string> {
  const server = await startReference({ faults: [fault] });
  try {
    const [url, told] = [server.port, PORT].map((port) => `ftp://ftpspec@127.0.0.1:${port}`) as [
      string,
      string,
    ];
    const more = ['--password-env', 'PW', ...args];
    const out = command === 'run' ? ['--out', 'reports/pictures'] : [];
    const { stdout, stderr } = await ftpspec([command, url, ...more, ...out], {
      cwd: ROOT,
      env: {
        PW: server.password,
        NO_COLOR: '',
        FORCE_COLOR: '1',
        COLUMNS: String(COLUMNS),
      },
    });
    if (stdout === '') throw new Error(`${COMMAND} printed nothing: ${stderr}`);
    const lines = stdout.replaceAll(String(server.port), String(PORT)).trimEnd().split('\n');
    const end = upTo ? lines.findIndex((line) => upTo.test(line)) + 1 : lines.length;
    const cut =
      end < lines.length ? [...lines.slice(0, end), '', '   …', '', ...lines.slice(-last)] : lines;
    return [`$ ftpspec ${[command, told, ...more].join(' ')}`, '', ...cut, ''].join('\n');
  } finally {
    await server.close();
  }
}
