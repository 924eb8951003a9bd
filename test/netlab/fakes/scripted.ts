// An FTP server that misbehaves as told: node scripted.mjs BEHAVIOUR.json
import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour } from './behaviour.ts';

const behaviour = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Behaviour;
const large = Buffer.alloc(2 * 1024 * 1024, 'ftpspec ');
const files: Record<string, Buffer> = {
  'readme.txt': Buffer.from('a small file\r\n'),
  'large.bin': large,
};
const secureContext =
  behaviour.tls &&
  tls.createSecureContext({
    cert: readFileSync(behaviour.tls.cert),
    key: readFileSync(behaviour.tls.key),
    // without tickets there is nothing a client could resume
    ...(behaviour.tls.tickets === false
      ? { maxVersion: 'TLSv1.2' as const, secureOptions: 0x4000 }
      : {}),
  });

let given = 0;
let restUntil = 0;

/** A stream over a socket that TLS cannot end, so that TLS ends where we say. */
function passThrough(socket: net.Socket): Duplex {
  const stream = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => void socket.write(chunk, () => done()),
    final: (done) => done(),
  });
  socket.on('data', (chunk: Buffer) => stream.push(chunk));
  socket.on('end', () => stream.push(null));
  socket.on('error', () => stream.destroy());
  return stream;
}

const lines = (form: (name: string, size: number) => string) =>
  Object.entries(files)
    .map(([name, { length }]) => `${form(name, length)}\r\n`)
    .join('');

const listings = {
  LIST: lines((name, size) => `-rw-r--r-- 1 ftp ftp ${size} Jan 01 2024 ${name}`),
  NLST: lines((name) => name),
  MLSD: lines((name, size) => `type=file;size=${size};modify=20240101000000; ${name}`),
};

const plainReplies: Readonly<Record<string, string>> = {
  USER: '331 Password required',
  PASS: '230 Logged in',
  SYST: '215 UNIX Type: L8',
  PWD: '257 "/" is the current directory',
  PBSZ: '200 PBSZ=0',
  TYPE: '200 Okay',
  MODE: '200 Okay',
  STRU: '200 Okay',
  NOOP: '200 Okay',
  FEAT: `211-Features:\r\n EPSV\r\n SIZE\r\n MLST type*;size*;modify*;\r\n${
    secureContext ? ' AUTH TLS\r\n PBSZ\r\n PROT\r\n' : ''
  }211 End`,
  ...(secureContext ? {} : { AUTH: '502 Not implemented' }),
};

/** Ends a data connection and waits until it is gone. */
async function close(socket: net.Socket, how: 'fin' | 'reset'): Promise<void> {
  const gone = new Promise((resolve) => socket.once('close', resolve));
  if (how === 'reset') {
    await sleep(200); // a reset overtakes what is still on its way
    socket.resetAndDestroy();
  } else {
    socket.end();
    socket.resume();
  }
  await gone;
}

class Session {
  #control: net.Socket | tls.TLSSocket;
  #raw: net.Socket;
  #pending = '';
  #listener: net.Server | undefined;
  #data: Promise<net.Socket> | undefined;
  #protect = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(socket: net.Socket) {
    this.#raw = socket;
    this.#control = socket;
    socket.on('error', () => undefined);
    socket.on('close', () => this.#end());
    if (behaviour.implicitTls === true) this.#startTls();
    else this.#listen();
    void this.#greet();
  }

  async #greet(): Promise<void> {
    await sleep((behaviour.greetingAfter ?? 0) * 1000);
    this.#say(behaviour.greeting ?? '220 Service ready');
    this.#touch();
  }

  #listen(): void {
    this.#control.on('data', (chunk: Buffer) => {
      this.#pending += chunk.toString('latin1');
      for (;;) {
        const end = this.#pending.indexOf('\n');
        if (end < 0) return;
        const line = this.#pending.slice(0, end).replace(/\r$/, '');
        this.#pending = this.#pending.slice(end + 1);
        this.#touch();
        void this.#obey(line).catch(() => this.#end());
      }
    });
  }

  #startTls(): void {
    this.#raw.removeAllListeners('data');
    this.#control = new tls.TLSSocket(this.#raw, { isServer: true, secureContext });
    this.#control.on('error', () => this.#end());
    this.#listen();
  }

  #say(text: string): void {
    if (text !== '' && this.#control.writable) this.#control.write(`${text}\r\n`);
  }

  #touch(): void {
    clearTimeout(this.#idle);
    if (behaviour.idle === undefined) return;
    this.#idle = setTimeout(() => {
      this.#say(behaviour.idleText ?? '');
      this.#control.end();
      this.#end();
    }, behaviour.idle * 1000);
  }

  #end(): void {
    clearTimeout(this.#idle);
    this.#listener?.close();
    this.#control.destroy();
  }

  async #obey(line: string): Promise<void> {
    const [word = '', argument = ''] = line.split(/ (.*)/s);
    const verb = word.toUpperCase();
    if (behaviour.closeAt === verb) {
      if (behaviour.closeBy === 'reset') this.#raw.resetAndDestroy();
      else this.#raw.destroySoon();
      return;
    }
    const scripted = behaviour.replies?.[verb];
    const text = scripted ?? plainReplies[verb];
    if (text !== undefined) this.#say(text);
    else await this.#act(verb, argument);
  }

  async #act(verb: string, argument: string): Promise<void> {
    const file = files[argument.replace(/^\//, '')];
    switch (verb) {
      case 'AUTH':
        this.#say('234 Proceed');
        this.#startTls();
        break;
      case 'PROT':
        this.#protect = argument.toUpperCase() === 'P';
        this.#say('200 Protection level set');
        break;
      case 'CWD':
        this.#say(/^\/?$/.test(argument) ? '250 Okay' : '550 No such directory');
        break;
      case 'SIZE':
        this.#say(file ? `213 ${file.length}` : '550 No such file');
        break;
      case 'PASV':
      case 'EPSV':
        await this.#passive(verb);
        break;
      case 'LIST':
      case 'NLST':
      case 'MLSD':
        await this.#send(Buffer.from(listings[verb]), false);
        break;
      case 'RETR':
        if (file) await this.#send(file, true);
        else this.#say('550 No such file');
        break;
      case 'MKD':
        this.#say(`257 "${argument}" made`);
        break;
      case 'DELE':
        Reflect.deleteProperty(files, argument);
        this.#say('250 Okay');
        break;
      case 'RMD':
        this.#say('250 Okay');
        break;
      case 'STOR':
        await this.#receive(argument);
        break;
      case 'QUIT':
        this.#say('221 Goodbye');
        this.#control.end();
        break;
      default:
        this.#say('502 Not implemented');
    }
  }

  /** Whether the passive ports rest, as ports in TIME_WAIT do. */
  #resting(): boolean {
    const { portsBeforeRest, restSeconds = 0 } = behaviour;
    if (portsBeforeRest === undefined) return false;
    if (given > 0 && given % portsBeforeRest === 0 && restUntil === 0) {
      restUntil = Date.now() + restSeconds * 1000;
    }
    if (Date.now() < restUntil) return true;
    restUntil = 0;
    return false;
  }

  async #passive(verb: string): Promise<void> {
    this.#listener?.close();
    const { range } = behaviour;
    if (this.#resting()) {
      this.#say('425 No port free');
      return;
    }
    const wanted = range ? range[0] + (given % (range[1] - range[0] + 1)) : 0;
    given += 1;
    const listener = net.createServer();
    this.#listener = listener;
    this.#data = new Promise((resolve) => listener.once('connection', resolve));
    const host = this.#raw.localAddress ?? '::';
    await new Promise<void>((resolve) => listener.listen(wanted, host, resolve));
    const port = (listener.address() as net.AddressInfo).port;
    if (verb === 'EPSV' && behaviour.epsvDead === true) listener.close();
    const template =
      verb === 'EPSV'
        ? (behaviour.epsvText ?? '229 Entering Extended Passive Mode (|||{port}|)')
        : (behaviour.pasvText ?? '227 Entering Passive Mode ({h},{p1},{p2})');
    const address = behaviour.advertise ?? host.replace(/^::ffff:/, '');
    this.#say(
      template
        .replace('{h}', address.replaceAll('.', ','))
        .replace('{p1}', String(port >> 8))
        .replace('{p2}', String(port & 255))
        .replace('{port}', String(port)),
    );
  }

  /** The data connection, with TLS where PROT P asks for it; undefined when TLS does not come about. */
  async #dataConnection(socket: net.Socket): Promise<net.Socket | undefined> {
    if (!this.#protect) return socket;
    const proper = (behaviour.tlsEnd ?? 'notify') === 'notify';
    const secure = new tls.TLSSocket(proper ? socket : passThrough(socket), {
      isServer: true,
      secureContext,
    });
    const made = await new Promise<boolean>((resolve) => {
      secure.once('secure', () => resolve(true));
      secure.on('error', () => resolve(false));
    });
    const reused = behaviour.requireReuse !== true || secure.isSessionReused();
    return made && reused ? secure : undefined;
  }

  async #send(body: Buffer, isFile: boolean): Promise<void> {
    if (this.#data === undefined) {
      this.#say('425 Use PASV or EPSV first');
      return;
    }
    this.#say('150 Here it comes');
    const socket = await this.#data;
    this.#data = undefined;
    this.#listener?.close();
    socket.on('error', () => undefined);
    const out = await this.#dataConnection(socket);
    if (out === undefined) {
      socket.destroy();
      this.#say('425 Unable to build data connection: TLS session of data not resumed');
      return;
    }
    if (isFile) await sleep((behaviour.dataAfter ?? 0) * 1000);
    const { stallAfter = Infinity, truncateAfter = Infinity, tlsEnd = 'notify' } = behaviour;
    const limit = Math.min(body.length, isFile ? truncateAfter : Infinity);
    await this.#pour(out, body.subarray(0, Math.min(limit, stallAfter)));
    if (body.length > stallAfter) return;
    const truncated = limit < body.length;
    if (this.#protect && tlsEnd !== 'notify') await close(socket, tlsEnd);
    else await close(out, (truncated ? behaviour.truncateBy : undefined) ?? 'fin');
    const cut = truncated ? behaviour.truncatedCompletion : undefined;
    const underTls = this.#protect ? behaviour.tlsCompletion : undefined;
    await this.#complete(cut ?? underTls ?? '226 Transfer complete', isFile);
  }

  async #receive(name: string): Promise<void> {
    this.#say('150 Send it');
    const socket = await this.#data;
    this.#data = undefined;
    this.#listener?.close();
    const parts: Buffer[] = [];
    socket?.on('error', () => undefined);
    socket?.on('data', (chunk: Buffer) => parts.push(chunk));
    await new Promise((resolve) => socket?.once('end', resolve));
    files[name] = Buffer.concat(parts);
    socket?.end();
    await this.#complete('226 Stored', true);
  }

  /** Says what ends a transfer; that of a file may be late. */
  async #complete(text: string, isFile: boolean): Promise<void> {
    const { completionAfter = 0 } = behaviour;
    if (isFile && completionAfter === null) return;
    if (isFile) await sleep((completionAfter ?? 0) * 1000);
    this.#say(text);
  }

  async #pour(out: net.Socket, bytes: Buffer): Promise<void> {
    const step = behaviour.rate === undefined ? 65536 : Math.ceil(behaviour.rate / 10);
    for (let at = 0; at < bytes.length; at += step) {
      await new Promise((resolve) => out.write(bytes.subarray(at, at + step), resolve));
      if (behaviour.rate !== undefined) await sleep(100);
    }
  }
}

net.createServer((socket) => new Session(socket)).listen(behaviour.port, behaviour.host ?? '::');
