// Something that listens and is no FTP server: node talker.mjs TALK.json
import { readFileSync } from 'node:fs';
import net from 'node:net';
import dgram from 'node:dgram';

/** What a listener says, or how a name server answers. */
export interface Talk {
  port: number;
  greeting?: string;
  /** Said once to the first bytes that come; then it closes. */
  answer?: string;
  /** A DNS server with this response code (2 SERVFAIL, 3 NXDOMAIN). */
  dns?: 2 | 3;
}

const talk = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Talk;

if (talk.dns === undefined) {
  net
    .createServer((socket) => {
      socket.on('error', () => undefined);
      if (talk.greeting !== undefined) socket.write(talk.greeting);
      socket.once('data', () => {
        if (talk.answer !== undefined) socket.end(talk.answer);
      });
    })
    .listen(talk.port, '::');
} else {
  const code = talk.dns;
  const names = dgram.createSocket({ type: 'udp6' });
  names.on('message', (query, from) => {
    const answer = Buffer.from(query);
    answer[2] = 0x81; // response, recursion desired
    answer[3] = 0x80 | code;
    names.send(answer, from.port, from.address);
  });
  names.bind(talk.port);
}
