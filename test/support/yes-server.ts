import { createServer, connect, type Server, type Socket } from 'node:net';
import { listen } from './loopback.ts';

/** A server that lets everybody do everything, and writes down what that changed. */
export interface YesServer {
  readonly port: number;
  /** every line that came, over all connections */
  readonly lines: string[];
  /** what was done to files and directories, by command */
  readonly changes: string[];
  /** names that were read, changed or entered, as they were given */
  readonly named: string[];
}

const FILES: Readonly<Record<string, Buffer>> = {
  'welcome.txt': Buffer.from('Welcome.\r\n'),
  'large.bin': Buffer.alloc(10 * 1024 * 1024, 'x'),
  // Not the smallest, which is what a client may read that needs a file.
  ftpspec: Buffer.from('precious '.repeat(9)),
};

/** Commands that change something; those that store take data first. */
const STORING = ['STOR', 'STOU', 'APPE'];
const CHANGING =
  /^(X?MKD|X?RMD|DELE|RNTO|RNFR|MFMT|MFCT|MFF|SITE(?! HELP)|SMNT|COMB|MAIL|MDTM \d{14} )/;

/** `letGo` closes it. */
export async function yesServer(): Promise<YesServer> {
  const seen: Omit<YesServer, 'port'> = { lines: [], changes: [], named: [] };
  const { port } = await listen((socket) => {
    new YesSession(socket, seen).greet();
  });
  return { port, ...seen };
}

class YesSession {
  readonly #socket: Socket;
  readonly #seen: Omit<YesServer, 'port'>;
  #rest = '';
  #data: ((use: (data: Socket) => void) => void) | undefined;

  constructor(socket: Socket, seen: Omit<YesServer, 'port'>) {
    this.#socket = socket;
    this.#seen = seen;
    // A listener for each data connection.
    socket.setMaxListeners(0);
    socket.on('end', () => socket.end());
    socket.on('data', (bytes: Buffer) => {
      // As broken as can be: a line ends at any line end, and everything but text is overlooked.
      const lines = (this.#rest + bytes.toString('latin1')).split(/[\r\n]/);
      this.#rest = lines.pop() ?? '';
      for (const line of lines) {
        const text = line.replace(/[^\x20-\x7e]/g, '').trimStart();
        if (text !== '') this.#line(text);
      }
    });
  }

  greet(): void {
    this.#say('220 Come in.');
  }

  #line(line: string): void {
    this.#seen.lines.push(line);
    const verb = line.slice(0, 4).trimEnd().toUpperCase();
    const argument = /^\S+ (.*)$/.exec(line)?.[1];
    if (argument !== undefined && /^(RETR|SIZE|MDTM|MLST|CWD|STAT|LIST|NLST|MLSD)$/.test(verb))
      this.#seen.named.push(argument);
    if (STORING.includes(verb)) {
      this.#seen.changes.push(line);
      this.#transfer((data) => {
        data.resume();
        data.once('end', () => {
          data.end();
          this.#say('226 Stored.');
        });
      });
      return;
    }
    if (CHANGING.test(line.toUpperCase())) this.#seen.changes.push(line);
    const reply = this.#answer(verb, argument);
    if (reply !== undefined) this.#say(reply);
  }

  /** What a command draws at once; undefined where that comes later. */
  #answer(verb: string, argument = ''): string | undefined {
    switch (verb) {
      case 'USER':
        return '331 Anybody.';
      case 'PASS':
        return '230 In.';
      case 'AUTH':
        return '502 In clear only.';
      case 'PWD':
      case 'XPWD':
        return '257 "/"';
      case 'MKD':
      case 'XMKD':
        return `257 "${argument}"`;
      case 'FEAT':
        return '211-Features\r\n SIZE\r\n MDTM\r\n MLST type*;size*;modify*;\r\n UTF8\r\n211 End';
      case 'SYST':
        return '215 UNIX Type: L8';
      case 'SIZE':
        return `213 ${FILES[argument.replace(/^\//, '')]?.length ?? 0}`;
      case 'PASV':
      case 'EPSV':
        this.#listen(verb);
        return undefined;
      case 'PORT':
        this.#dialLater(argument.split(',').slice(-2));
        return undefined;
      case 'EPRT':
        this.#dialLater(['0', argument.split('|')[3] ?? '0']);
        return undefined;
      case 'RETR':
        this.#send(FILES[argument.replace(/^\//, '')] ?? Buffer.from('something'));
        return undefined;
      case 'LIST':
        this.#send(
          this.#listing((name, { length }) => `-rw-r--r-- 1 u u ${length} Jan 29 2024 ${name}`),
        );
        return undefined;
      case 'NLST':
        this.#send(this.#listing((name) => name));
        return undefined;
      case 'MLSD':
        this.#send(
          this.#listing(
            (name, { length }) => `type=file;size=${length};modify=20240129000000; ${name}`,
          ),
        );
        return undefined;
      case 'QUIT':
        this.#socket.end('221 Bye.\r\n');
        return undefined;
      default:
        return '200 Yes.';
    }
  }

  #listing(line: (name: string, bytes: Buffer) => string): Buffer {
    return Buffer.from(
      Object.entries(FILES)
        .map(([name, bytes]) => `${line(name, bytes)}\r\n`)
        .join(''),
    );
  }

  #listen(verb: string): void {
    const server: Server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      this.#say(
        verb === 'EPSV'
          ? `229 Yes (|||${port}|)`
          : `227 Yes (127,0,0,1,${port >> 8},${port & 255})`,
      );
    });
    const arrived = new Promise<Socket>((resolve) => server.once('connection', resolve));
    this.#socket.once('close', () => server.close());
    this.#data = (use) =>
      void arrived.then((socket) => {
        server.close();
        socket.on('error', () => undefined);
        this.#socket.once('close', () => socket.destroy());
        use(socket);
      });
  }

  #dialLater([high = '0', low = '0']: string[]): void {
    const port = Number(high) * 256 + Number(low);
    this.#data = (use) => {
      const socket = connect(port, '127.0.0.1', () => use(socket));
      socket.on('error', () => undefined);
      this.#socket.once('close', () => socket.destroy());
    };
    this.#say('200 Yes.');
  }

  #send(bytes: Buffer): void {
    this.#transfer((data) => {
      data.end(bytes);
      data.once('finish', () => this.#say('226 Sent.'));
    });
  }

  #transfer(use: (data: Socket) => void): void {
    const data = this.#data;
    this.#data = undefined;
    if (!data) {
      this.#say('425 Over which connection?');
      return;
    }
    this.#say('150 Here.');
    data(use);
  }

  #say(text: string): void {
    this.#socket.write(`${text}\r\n`);
  }
}
