import type { Answer, Observation } from './observations.ts';

/** Where a server speaks of itself. */
type Place = 'greeting' | 'SYST' | 'FEAT' | 'STAT' | 'HELP' | 'login';

/** A server product, as its words give it away. */
interface Product {
  readonly name: string;
  /** its name, where products are named: the greeting, SYST, and what heads the replies to STAT and HELP */
  readonly says: RegExp;
  /** words of its own, and where it has them, for a server whose name is switched off */
  readonly habit?: readonly (readonly [Place, RegExp])[];
}

/** More specific words come first: products are built on each other. */
const PRODUCTS: readonly Product[] = [
  {
    name: 'vsftpd',
    says: /\bvsftpd\b/i,
    habit: [
      ['login', /^Please specify the password\.$/],
      ['HELP', /^Help OK\.$/],
    ],
  },
  { name: 'QNAP', says: /\bNASFTPD\b|\bQNAP\b/i },
  {
    name: 'ProFTPD',
    says: /\bProFTPD\b/i,
    // The servers of BSD end the same sentence with a full stop.
    habit: [['HELP', /^The following commands are recognized \(\* =>'s unimplemented\):$/]],
  },
  {
    name: 'Pure-FTPd',
    says: /\bPure-?FTPd\b/i,
    habit: [['greeting', /^You are user number \d{1,9} of \d{1,9} allowed/]],
  },
  { name: 'FileZilla Server', says: /\bFileZilla Server\b/i },
  { name: 'IIS', says: /\bMicrosoft FTP Service\b/i, habit: [['SYST', /^Windows_NT\b/]] },
  { name: 'pyftpdlib', says: /\bpyftpdlib\b/i, habit: [['FEAT', /^End FEAT\.$/]] },
  { name: 'SFTPGo', says: /\bSFTPGo\b/i },
  { name: 'rclone', says: /\brclone\b/i },
  { name: 'unftp', says: /\b(?:lib)?unftp\b/i },
  { name: 'ftpserverlib', says: /\bftpserverlib\b/i },
  { name: 'Serv-U', says: /\bServ-U\b/i },
  { name: 'CrushFTP', says: /\bCrushFTP/i },
  { name: 'Cerberus FTP Server', says: /\bCerberus FTP\b/i },
  { name: 'Wing FTP Server', says: /\bWing FTP\b/i },
  { name: 'Titan FTP Server', says: /\bTitan FTP\b/i },
  { name: 'Xlight FTP Server', says: /\bXlight\b/i },
  { name: 'WS_FTP Server', says: /\bWS_FTP\b/i },
  { name: 'EFT Server', says: /\bGlobalSCAPE\b/i },
  { name: 'Rumpus', says: /\bRumpus\b/i },
  { name: 'Apache FtpServer', says: /\bApache (?:Mina )?FtpServer\b|\borg\.apache\.ftpserver\b/i },
  { name: 'glFTPd', says: /\bglftpd\b/i },
  { name: 'wu-ftpd', says: /\bwu-(?:ftpd|\d)/i },
  { name: 'inetutils-ftpd', says: /\bGNU inetutils\b/i },
  { name: 'linux-ftpd', says: /\bLinux-ftpd/i },
  { name: 'tnftpd', says: /\b(?:tnftpd|NetBSD-ftpd)\b/i },
  { name: 'Twisted', says: /\bTwisted\b/i },
  {
    name: 'aioftp',
    says: /\baioftp\b/i,
    habit: [['login', /^(?:normal|anonymous) login$/]],
  },
  { name: 'ftp-srv', says: /\bftp-srv\b/i },
  { name: 'nodeftpd', says: /\bnodeftpd\b/i },
  { name: 'uftpd', says: /\buftpd\b/i },
  { name: 'LightFTP', says: /\bLightFTP\b/i },
  { name: 'bftpd', says: /\bbftpd\b/i },
  { name: 'BusyBox ftpd', says: /\bBusyBox\b/i, habit: [['greeting', /^Operation successful$/]] },
  { name: 'Synology', says: /\b(?:Synology|DiskStation|RackStation)\b/i },
  { name: 'FRITZ!Box', says: /\bFRITZ!Box/i },
  { name: 'MikroTik', says: /\bMikroTik\b/i },
  { name: 'VxWorks', says: /\bVxWorks\b/i },
  { name: 'z/OS', says: /\bIBM FTP CS\b|\bMVS is the operating system\b|\brunning on z\/OS\b/i },
  { name: 'OS/400', says: /^QTCP at \b|\bOS\/400\b|\bIBM i\b/i },
  {
    name: 'a printer',
    says: /\bJD FTP Server\b|\bJetDirect\b|\bFTP print service\b|\b(?:RICOH|Lexmark|KYOCERA|Konica|Brother|Xerox|EPSON|Canon|OKI) /,
  },
];

/** The product that the target runs, as far as its words tell. */
export function recognise(seen: readonly Observation[]): string | undefined {
  const said = seen.flatMap(wordsOf);
  const named = said.filter(({ names }) => names).map(({ text }) => text);
  const found =
    PRODUCTS.find(({ says }) => named.some((text) => says.test(text))) ??
    PRODUCTS.find(({ habit }) =>
      habit?.some(([where, words]) =>
        said.some(({ place, text }) => place === where && words.test(text)),
      ),
    );
  return found?.name;
}

/** One line of a server. */
interface Words {
  readonly place: Place;
  /** whether it is of those in which a server names itself */
  readonly names: boolean;
  readonly text: string;
}

function wordsOf(one: Observation): Words[] {
  if (one.kind === 'greeting') return linesOf('greeting', one.answer, () => true);
  if (one.kind === 'login') return one.answers.flatMap((answer) => linesOf('login', answer));
  if (one.kind !== 'exchange' || one.answer.code >= 400) return [];
  const place = PLACES.get(one.answer.command);
  if (place === undefined) return [];
  return linesOf(
    place,
    one.answer,
    (index) => place === 'SYST' || (place !== 'FEAT' && index === 0),
  );
}

const PLACES: ReadonlyMap<string, Place> = new Map(
  (['SYST', 'FEAT', 'STAT', 'HELP'] as const).map((command) => [command, command]),
);

/** The lines of a reply without code; addresses of mail and of the web are of whom to write to, not of what runs. */
function linesOf(
  place: Place,
  { lines }: Answer,
  isHead: (index: number) => boolean = () => false,
): Words[] {
  return lines.map((line, index) => {
    const words = line.replace(/^\d{3}[ -]/, '').split(' ');
    const text = words
      .filter((word) => !/@|:\/\//.test(word))
      .join(' ')
      .trim();
    // vsftpd signs its STAT.
    const signs = place === 'STAT' && /^vsFTPd \d/.test(text);
    return { place, names: isHead(index) || signs, text };
  });
}
