// ftpd as its example sets it up, with two accounts.
import { join } from 'node:path';
import ftpd from 'ftpd';

const env = process.env;
const accounts = new Map([
  [env.FTP_USER, env.FTP_PASSWORD],
  [env.FTP_SECOND_USER, env.FTP_SECOND_PASSWORD],
]);

const server = new ftpd.FtpServer(env.FTP_HOST, {
  getInitialCwd: () => '/',
  getRoot: ({ username }) => join(env.FTP_ROOT, username),
});
server.on('client:connected', (connection) => {
  let name;
  connection.on('command:user', (user, success, failure) => {
    name = user;
    if (accounts.has(user)) success();
    else failure();
  });
  connection.on('command:pass', (password, success, failure) => {
    if (accounts.get(name) === password) success(name);
    else failure();
  });
});
server.listen(Number(env.FTP_PORT));
