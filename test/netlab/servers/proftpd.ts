import { certificate, type CertificateName } from '../certificates.ts';
import { libraryPath, unpacked } from '../packages.ts';
import { inside } from '../paths.ts';
import { passiveRange, type Service } from './service.ts';

/** Lines that offer TLS; clients may do without, and need not resume. */
export const proftpdTls = (name: CertificateName = 'good'): string => `
LoadModule mod_tls.c
TLSEngine on
TLSRequired off
TLSProtocol TLSv1.2 TLSv1.3
TLSECCertificateFile ${certificate(name).chain}
TLSCertificateChainFile ${certificate(name).chain}
TLSECCertificateKeyFile ${certificate(name).key}
TLSOptions NoSessionReuseRequired
TLSLog ${inside}/proftpd-tls.log
`;

export const proftpdAnonymous = `
<Anonymous ${inside}/pub>
User ftp
Group ftp
UserAlias anonymous ftp
RequireValidShell off
</Anonymous>
`;

/** Of several lines with one directive ProFTPD takes the first: keep the last, as elsewhere. */
function lastWins(text: string): string {
  const blocks: string[] = [];
  const outside = text.replace(/^<(\w+)[^]*?^<\/\1>$/gm, (block) => {
    blocks.push(block);
    return '';
  });
  const lines = outside.split('\n').filter((line) => line.trim() !== '');
  const key = (line: string) => (line.startsWith('LoadModule') ? line : line.split(' ')[0]);
  const last = new Map(lines.map((line) => [key(line), line]));
  return `${[...last.values(), ...blocks].join('\n')}\n`;
}

/** ProFTPD; `extra` lines replace the lab's own. */
export function proftpd(extra = '', { port = 21, range = passiveRange } = {}): Service {
  const file = `${inside}/proftpd-${port}.conf`;
  const text = `
ModulePath ${unpacked}/usr/lib/proftpd
ServerName "lab"
ServerType standalone
DefaultServer on
Port ${port}
DefaultAddress 127.0.0.1
UseIPv6 on
User nobody
Group nogroup
PidFile ${inside}/proftpd-${port}.pid
ScoreboardFile ${inside}/proftpd-${port}.scoreboard
DelayEngine off
WtmpLog off
UseReverseDNS off
AuthOrder mod_auth_unix.c
RequireValidShell off
TransferLog none
SystemLog ${inside}/proftpd-${port}.log
RootRevoke off
DefaultRoot ~
PassivePorts ${range.from} ${range.to}
${extra}
`;
  return {
    node: 'server',
    port,
    argv: [
      ...['env', `LD_LIBRARY_PATH=${libraryPath}`, `${unpacked}/usr/sbin/proftpd`],
      ...['--nodaemon', '--config', file],
    ],
    files: { [file]: lastWins(text) },
    changesUser: true,
  };
}
