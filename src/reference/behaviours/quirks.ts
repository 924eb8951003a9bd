/**
 * Decisions of the server that a fault can turn round, and what it does then. Each names the wrong behaviour, so that
 * the honest server has none of them.
 */
export const QUIRKS = {
  servesFirstListener:
    'a second passive listener is announced, and the first one serves the transfer',
  keepsOldListener: 'PASV, PORT and the like leave an earlier passive listener open',
  keepsUsedListener: 'a passive listener goes on listening after its transfer',
  leaksListener: 'ABOR, REIN and QUIT leave the listener open',
  lastDialWins: 'a passive listener takes its newest connection, not its first',
  servesAnyPeer: 'a passive listener serves anybody who connects',
  countsPorts: 'passive ports are counted up',
  waitsForEver: 'a transfer waits for its data connection for ever',
  acceptsForeignAddress: 'PORT and EPRT take any address',
  acceptsLowPort: 'PORT and EPRT take ports below 1024',
  anySourcePort: 'active connections come from any port',
  otherSourceAddress: 'active connections come from 127.0.0.2',
  dataBeforePreliminary: 'the data of a download is sent before the 1yz reply',
  completesEarly: 'the completion reply comes well before the data',
  keepsDataOpen: 'the data connection stays open after the completion reply',
  reportsSuccess: '226 whatever became of the transfer',
  staysAfter421: 'the connection stays open after 421',
  quitCutsTransfer: 'QUIT cuts a running transfer',
  outlivesControl: 'a transfer goes on when its control connection is lost',
  reinCutsTransfer: 'REIN cuts a running transfer',
  userCutsTransfer: 'USER cuts a running transfer',
  losesCommandsInTransfer: 'commands during a transfer are thrown away',
  deafInTransfer: 'ABOR waits until the transfer has ended',
  clearData: 'data goes in clear whatever PROT says',
  alwaysSecuresData: 'data goes under TLS whatever PROT says',
  noCloseNotify: 'data under TLS ends without close_notify',
  takesAnyProtocol: 'TLS clients that ask for another application protocol are served',
  keepsPipelinedClear: 'clear bytes sent after AUTH are kept and executed under TLS',
  segmentIsLine: 'every segment is taken for one command, whole or not',
  deafToTelnet: 'Telnet commands are taken for text',
  noLoginNeeded: 'commands run before login',
  keepsRestart: 'the restart marker outlives its transfer',
  forgetsRestart: 'the restart marker is dropped when any other command comes',
  restartsBeyondEnd: 'a restart marker beyond the end of the file is taken as the end',
} as const;

export type Quirk = keyof typeof QUIRKS;

/** Whether a quirk is seeded. */
export type HasQuirk = (name: Quirk) => boolean;
