import { diagnoseCommand } from '../paths.ts';
import { passiveRange, type Service } from './service.ts';

/** Both ends of a lab have it. */
export const PEER_TOKEN = { FTPSPEC_PEER_TOKEN: 'the token of the laboratory' } as const;

/** Where the peer waits. */
export const PEER_PORT = 2190;

/** What the client is told of it. */
export const askPeer = ['--peer', `${PEER_PORT}`] as const;

/** `ftpspec peer` on the server's host, with the passive range of its servers. */
export function peer(ports = `${passiveRange.from}-${passiveRange.to}`): Service {
  const [[name, token]] = Object.entries(PEER_TOKEN) as [[string, string]];
  const argv = ['peer', '--port', `${PEER_PORT}`, '--ports', ports, '--token-env', name];
  return {
    node: 'server',
    port: PEER_PORT,
    argv: ['env', `${name}=${token}`, process.execPath, diagnoseCommand, ...argv],
  };
}
