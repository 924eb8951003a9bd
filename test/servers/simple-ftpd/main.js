// simple-ftpd as its README sets it up, with two accounts.
import fs from 'node:fs';
import { join } from 'node:path';
import ftpd from 'simple-ftpd';

const env = process.env;
const accounts = new Map([
  [env.FTP_USER, env.FTP_PASSWORD],
  [env.FTP_SECOND_USER, env.FTP_SECOND_PASSWORD],
]);

const options = { host: env.FTP_HOST, port: Number(env.FTP_PORT), maxConnections: 1000 };
ftpd({ ...options, root: env.FTP_ROOT, readOnly: false }, (session) => {
  session.on('pass', (username, password, answer) => {
    if (accounts.get(username) !== password) return answer(new Error('the password is wrong'));
    session.root = join(env.FTP_ROOT, username);
    answer(null, 'Welcome');
  });
  session.on('stat', fs.stat);
  session.on('readdir', fs.readdir);
  session.on('read', (name, start, answer) => answer(null, fs.createReadStream(name, { start })));
  session.on('write', (name, start, answer) => answer(null, fs.createWriteStream(name, { start })));
  session.on('mkdir', fs.mkdir);
  session.on('unlink', fs.unlink);
  session.on('rename', fs.rename);
  session.on('remove', (name, answer) => fs.rm(name, { recursive: true }, answer));
});
