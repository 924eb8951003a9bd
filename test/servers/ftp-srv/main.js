// ftp-srv as its README sets it up: two accounts, and strangers.
import { join } from 'node:path';
import { FtpSrv } from 'ftp-srv';

const env = process.env;
const accounts = new Map([
  [env.FTP_USER, env.FTP_PASSWORD],
  [env.FTP_SECOND_USER, env.FTP_SECOND_PASSWORD],
]);

const server = new FtpSrv({
  url: `ftp://${env.FTP_HOST}:${env.FTP_PORT}`,
  pasv_url: env.FTP_HOST,
  pasv_min: 20000,
  pasv_max: 29999,
  anonymous: true,
});
server.on('login', ({ username, password }, resolve, reject) => {
  if (username === 'anonymous') resolve({ root: join(env.FTP_ROOT, 'anonymous') });
  else if (accounts.get(username) === password) resolve({ root: join(env.FTP_ROOT, username) });
  else reject(new Error('the password is wrong'));
});
await server.listen();
