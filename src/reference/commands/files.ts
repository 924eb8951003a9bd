import { quotePath } from '../../wire/path.ts';
import { Refusal } from '../errors.ts';
import { parentOf } from '../store/store.ts';
import { mustWrite, type CommandEntry, type CommandTable } from './command.ts';

const CWD: CommandEntry = {
  syntax: '<SP> pathname',
  argument: 'required',
  run: (exchange) => {
    const { session } = exchange;
    const path = exchange.path;
    session.store.directory(path);
    session.workingDirectory = session.store.stored(path);
    exchange.reply(250, `The working directory is ${session.workingDirectory}`);
  },
};

const CDUP: CommandEntry = {
  syntax: '',
  argument: 'none',
  run: (exchange) => {
    const { session } = exchange;
    session.workingDirectory = parentOf(session.workingDirectory);
    exchange.reply(250, `The working directory is ${session.workingDirectory}`);
  },
};

const PWD: CommandEntry = {
  syntax: '',
  argument: 'none',
  run: (exchange) =>
    exchange.reply(
      257,
      `${quotePath(exchange.session.workingDirectory)} is the working directory.`,
    ),
};

const MKD: CommandEntry = {
  syntax: '<SP> pathname',
  argument: 'required',
  run: (exchange) => {
    mustWrite(exchange);
    const path = exchange.path;
    exchange.session.store.makeDirectory(path);
    exchange.reply(257, `${quotePath(path)} was made.`);
  },
};

const RMD: CommandEntry = {
  syntax: '<SP> pathname',
  argument: 'required',
  run: (exchange) => {
    mustWrite(exchange);
    exchange.session.store.removeDirectory(exchange.path);
    exchange.reply(250, 'Removed.');
  },
};

/** Directories and names (RFC 959 section 4.1 and Appendix II), and the old X-verbs of the same meaning. */
export const fileCommands: CommandTable = {
  CWD,
  CDUP,
  PWD,
  MKD,
  RMD,
  XCWD: CWD,
  XCUP: CDUP,
  XPWD: PWD,
  XMKD: MKD,
  XRMD: RMD,
  DELE: {
    syntax: '<SP> pathname',
    argument: 'required',
    run: (exchange) => {
      mustWrite(exchange);
      exchange.session.store.removeFile(exchange.path);
      exchange.reply(250, 'Deleted.');
    },
  },
  RNFR: {
    syntax: '<SP> pathname',
    argument: 'required',
    run: (exchange) => {
      const { session } = exchange;
      mustWrite(exchange);
      const path = exchange.path;
      session.store.get(path);
      if (!session.store.changeable(path)) throw new Refusal('Permission denied.');
      session.renameFrom = path;
      exchange.reply(350, 'RNTO says its new name.');
    },
  },
  RNTO: {
    syntax: '<SP> pathname',
    argument: 'required',
    refusal: 553,
    run: (exchange) => {
      const { session } = exchange;
      const { renameFrom } = session;
      session.renameFrom = undefined;
      if (renameFrom === undefined) {
        exchange.reply(503, 'RNFR first.');
        return;
      }
      session.store.rename(renameFrom, exchange.path);
      exchange.reply(250, 'Renamed.');
    },
  },
  SMNT: {
    syntax: '<SP> pathname',
    argument: 'required',
    run: (exchange) => exchange.reply(202, 'There is one file system only.'),
  },
};
