import { answerText, type Observation } from './observations.ts';

/** A server product, as its words give it away. */
export interface Product {
  readonly name: string;
  /** its name, in the greeting or in any answer to SYST, FEAT, STAT, HELP and the login */
  readonly says: RegExp;
  /** words of its own where its name is switched off */
  readonly habit?: RegExp;
}

/** More specific words come first: products quote each other. */
const PRODUCTS: readonly Product[] = [
  {
    name: 'vsftpd',
    says: /vsftpd/i,
    habit: /500 OOPS:|^Please specify the password\.$|^Help OK\.$/i,
  },
  {
    name: 'ProFTPD',
    says: /ProFTPD/i,
    // BSD's servers and Twisted end the same sentence with a full stop.
    habit: /^Password required for \S*[^\s.]$|Direct comments to (?:root|ftp)?@?/i,
  },
  {
    name: 'Pure-FTPd',
    says: /Pure-?FTPd/i,
    habit: /You are user number \d+ of \d+ allowed/i,
  },
  { name: 'FileZilla Server', says: /FileZilla/i },
  { name: 'IIS', says: /Microsoft FTP Service/i, habit: /^Windows_NT/i },
  { name: 'pyftpdlib', says: /pyftpdlib/i, habit: /End FEAT\./i },
  { name: 'SFTPGo', says: /SFTPGo/i },
  { name: 'Serv-U', says: /Serv-U/i },
  { name: 'CrushFTP', says: /CrushFTP/i },
  { name: 'Apache FtpServer', says: /Apache FtpServer|org\.apache\.ftpserver/i },
  { name: 'glFTPd', says: /glftpd/i },
  { name: 'wu-ftpd', says: /\bwu-/i },
  { name: 'inetutils-ftpd', says: /GNU inetutils/i },
  { name: 'Twisted', says: /Twisted/i },
  { name: 'aioftp', says: /aioftp/i },
  { name: 'bftpd', says: /bftpd/i },
];

/** The product that the target runs, as far as its words tell. */
export function recognise(seen: readonly Observation[]): string | undefined {
  const texts = seen.flatMap((one): string[] => {
    switch (one.kind) {
      case 'greeting':
      case 'exchange':
        return [answerText(one.answer), ...one.answer.lines];
      case 'login':
        return one.answers.map(answerText);
      case 'transfer':
        return [one.setup, one.opened, one.completion].flatMap((answer) =>
          answer ? [answerText(answer), ...answer.lines] : [],
        );
      default:
        return [];
    }
  });
  const shows = (words: RegExp | undefined): boolean =>
    words !== undefined && texts.some((text) => words.test(text));
  const found =
    PRODUCTS.find(({ says }) => shows(says)) ?? PRODUCTS.find(({ habit }) => shows(habit));
  return found?.name;
}
