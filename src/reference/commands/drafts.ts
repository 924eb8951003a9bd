import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Directory, Node } from '../store/store.ts';
import { words, type CommandEntry, type CommandTable } from './command.ts';

/** What drafts add: AVBL, DSIZ, CSID, RANG, HASH and the X-verbs that tell digests. */
export const draftCommands: CommandTable = {
  // draft-peterson-streamlined-ftp-command-extensions
  AVBL: {
    syntax: '[<SP> pathname]',
    argument: 'optional',
    run: (exchange) => {
      const { store } = exchange.session;
      store.directory(exchange.path);
      exchange.reply(213, String(store.room));
    },
  },
  DSIZ: {
    syntax: '[<SP> pathname]',
    argument: 'optional',
    run: (exchange) =>
      exchange.reply(213, String(octetsIn(exchange.session.store.directory(exchange.path)))),
  },
  CSID: {
    syntax: '<SP> fact=value;...',
    argument: 'required',
    beforeLogin: true,
    refusal: 501,
    run: (exchange) => {
      if (!/^(?:[^;=]+=[^;]*; ?)+$/.test(exchange.argument))
        throw new Refusal('CSID takes fact=value;...');
      exchange.reply(200, 'Name=ftpspec embedded; OS=any; CaseSensitive=1; DirSep=/;');
    },
  },
  // draft-bryan-ftp-range
  RANG: {
    syntax: '<SP> first <SP> last',
    argument: 'required',
    refusal: 501,
    keepsRestart: true,
    run: (exchange) => {
      const [first = NaN, last = NaN, ...more] = words(exchange).map(Number);
      if (!Number.isInteger(first) || !Number.isInteger(last) || more.length > 0)
        throw new Refusal('RANG takes two numbers of octets.');
      exchange.session.range = first > last ? undefined : { first, last };
      exchange.reply(350, first > last ? 'All octets again.' : `Octets ${first} to ${last} only.`);
    },
  },
  // draft-bryan-ftpext-hash
  HASH: {
    syntax: '<SP> pathname',
    argument: 'required',
    run: async (exchange) => {
      const { content } = exchange.session.store.file(exchange.path);
      const digest = await digestOf('sha256', content.read());
      exchange.reply(213, `SHA-256 0-${content.size} ${digest} ${exchange.argument}`);
    },
  },
  XCRC: digest('crc32'),
  XMD5: digest('md5'),
  XSHA1: digest('sha1'),
  XSHA256: digest('sha256'),
};

/** Of a directory with all that is below it. */
function octetsIn({ children }: Directory): number {
  const sizeOf = (node: Node): number => (node.kind === 'dir' ? octetsIn(node) : node.content.size);
  return [...children.values()].reduce((sum, node) => sum + sizeOf(node), 0);
}

type Algorithm = 'crc32' | 'md5' | 'sha1' | 'sha256';

function digest(algorithm: Algorithm): CommandEntry {
  return {
    syntax: '<SP> pathname',
    argument: 'required',
    run: async (exchange: Exchange) => {
      const { content } = exchange.session.store.file(exchange.path);
      exchange.reply(250, await digestOf(algorithm, content.read()));
    },
  };
}

/** In hexadecimal digits. */
async function digestOf(
  algorithm: Algorithm,
  octets: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<string> {
  if (algorithm === 'crc32') {
    let sum = 0;
    for await (const chunk of octets) sum = crc32(chunk, sum);
    return sum.toString(16).padStart(8, '0');
  }
  const hash = createHash(algorithm);
  for await (const chunk of octets) hash.update(chunk);
  return hash.digest('hex');
}
