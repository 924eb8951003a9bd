import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onLines } from './loopback.ts';
import { stub, type Stub } from './servers.ts';

/** What a command draws: a text, or whatever the function does. */
type Act = string | ((socket: Socket, line: string) => void);

/** How an FTP server behaves; what is left out it does properly. */
export interface Script {
  readonly greet?: (socket: Socket) => void;
  /** by verb; '' says nothing, ever */
  readonly replies?: Readonly<Record<string, Act>>;
  /** what a data connection gets; it ends it, or never does */
  readonly data?: (socket: Socket, line: string) => void;
}

/** A server that follows a script, and the commands that it got. */
export interface ScriptedFtp extends Stub {
  readonly said: readonly string[];
}

const REPLIES: Readonly<Record<string, Act>> = {
  USER: '331 password\r\n',
  PASS: '230 welcome\r\n',
  NOOP: '200 ok\r\n',
  TYPE: '200 ok\r\n',
  CWD: '250 ok\r\n',
  CDUP: '250 ok\r\n',
  SIZE: '213 40000\r\n',
  MKD: '257 made\r\n',
  DELE: '250 gone\r\n',
  RMD: '250 gone\r\n',
  QUIT: (socket) => socket.end('221 bye\r\n'),
};

const LISTING = '-rw-r--r-- 1 ftp ftp 40000 Jan 01 2024 large.bin\r\n';

function send(socket: Socket, line: string): void {
  if (line.startsWith('STOR')) socket.resume();
  else socket.end(line.startsWith('RETR') ? Buffer.alloc(40_000, 'x') : LISTING);
}

/** Starts one on loopback. */
export async function scriptedFtp(script: Script = {}): Promise<ScriptedFtp> {
  const said: string[] = [];
  const listeners = new Set<Server>();
  const dataSockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    let listener: Server | undefined;
    let arriving: Promise<Socket> | undefined;
    const passive = async (): Promise<number> => {
      listener?.close();
      const next = createServer({ allowHalfOpen: true });
      listener = next;
      listeners.add(next);
      arriving = new Promise((resolve) =>
        next.once('connection', (data) => {
          dataSockets.add(data);
          data.on('error', () => undefined);
          resolve(data);
        }),
      );
      await new Promise<void>((resolve) => next.listen(0, '127.0.0.1', resolve));
      return (next.address() as AddressInfo).port;
    };
    const transfer = async (line: string): Promise<void> => {
      const data = await arriving;
      if (!data) return void socket.write('425 no connection\r\n');
      socket.write('150 here\r\n');
      data.once('close', () => socket.write('226 done\r\n'));
      data.once('end', () => data.end());
      (script.data ?? send)(data, line);
    };
    const own = async (verb: string, line: string): Promise<void> => {
      if (verb === 'EPSV') socket.write(`229 (|||${await passive()}|)\r\n`);
      else if (verb === 'PASV') {
        const port = await passive();
        socket.write(`227 (127,0,0,1,${port >> 8},${port & 255})\r\n`);
      } else if (['LIST', 'NLST', 'RETR', 'STOR'].includes(verb)) await transfer(line);
      else socket.write('502 no\r\n');
    };
    socket.on('close', () => listener?.close());
    if (script.greet) script.greet(socket);
    else socket.write('220 ready\r\n');
    onLines(socket, (line) => {
      said.push(line);
      const [verb = ''] = line.split(' ', 1);
      const act = script.replies?.[verb] ?? REPLIES[verb];
      if (act === undefined) void own(verb, line);
      else if (typeof act === 'string') socket.write(act);
      else act(socket, line);
    });
  };
  const server = await stub(serve);
  return {
    ...server,
    said,
    close: async () => {
      for (const data of dataSockets) data.destroy();
      for (const listener of listeners) listener.close();
      await server.close();
    },
  };
}

/** Writes the same again and again, as fast as it is read, until the connection is gone. */
export function pour(socket: Socket, bytes: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on('drain', more);
  more();
}

/** Writes the same every few milliseconds, until the connection is gone. */
export function drip(socket: Socket, text: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(text), everyMs);
  socket.on('close', () => clearInterval(timer));
}
