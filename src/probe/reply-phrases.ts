// What server authors write in replies, where the code alone leaves it open.

/**
 * Phrases as whole words, in any case; `*` ends a stem. In English, German, French, Spanish, Italian, Portuguese and,
 * without bounds, Chinese; accents are left out of both sides.
 */
function speaker(phrases: readonly string[]): (text: string) => boolean {
  const bound = (phrase: string): string => {
    const words = phrase.replace(/[.?+()[\]|]/g, '\\$&').replaceAll(' ', ' +');
    return words.endsWith('*') ? words.slice(0, -1) : `${words}(?![a-z0-9])`;
  };
  const isLatin = (phrase: string): boolean => !/[^\0-\x7f]/.test(phrase);
  const latin = phrases.filter(isLatin).map(bound).join('|');
  const others = phrases.filter((one) => !isLatin(one));
  // What all begin with stands outside of the list, so that most characters are passed over at once.
  const pattern = new RegExp([`(?<![a-z0-9])(?:${latin})`, ...others].join('|'));
  return (text) => pattern.test(plainWords(text));
}

/** Small letters without accents; bytes beyond ASCII, shown as `\xNN`, are read as UTF-8 or else Latin-1. */
function plainWords(text: string): string {
  return text
    .replace(/(?:\\x[89a-f][0-9a-f])+/g, (escaped) => {
      const bytes = Buffer.from(escaped.replaceAll('\\x', ''), 'hex');
      const utf8 = bytes.toString('utf8');
      return utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8;
    })
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll('’', "'");
}

/** `421 Too many connections from this IP`, `530 Sorry, the maximum number of clients …` */
export const speaksOfLimit = speaker([
  ...['too many', 'max', 'maximum', 'limit', 'limits', 'limit reached', 'busy', 'server full'],
  ...['already logged', 'already connected', 'server is full', 'site is full', 'try later'],
  ...['try again later', 'no more users', 'no more connections', 'no more sessions'],
  ...['connection exceeded', 'connections exceeded', 'connections are exceeded', 'overloaded'],
  ...['zu viele', 'maximal*', 'ausgelastet', 'spater'],
  ...['trop de', 'nombre maximal', 'nombre maximum', 'limite*', 'sature'],
  ...['demasiad*', 'maximo', 'mas tarde', 'troppi', 'troppe', 'massimo', 'piu tardi', 'raggiunto'],
  ...['excesso', 'mais tarde', 'excedid*', '过多', '太多', '最大', '上限'],
]);

/** `500 5.5.1 Unrecognized command`, `502 Command not implemented` */
export const speaksOfCommand = speaker([
  ...['5.5.0', '5.5.1', '5.5.2', '5.5.4', 'command', 'commands', 'syntax'],
  ...['befehl', 'kommando', 'commande', 'comando', 'sintaxis', 'sintassi', '命令'],
]);

/** `530 Non-anonymous sessions must use encryption.`, `503 Use AUTH first.` */
export const speaksOfTls = speaker([
  ...[
    'tls',
    'ssl',
    'ftps',
    'auth',
    'auth tls',
    'encrypt*',
    'cleartext',
    'clear text',
    'clear-text',
  ],
  ...['secure connection*', 'secure channel', 'security connection', 'security channel'],
  ...['security policy', 'security required', 'secure required', 'insecure', 'unprotected'],
  ...['verschlussel*', 'unverschlussel*', 'chiffre*', 'chiffrement', 'cifrad*', 'cifrat*'],
  ...['criptograf*', 'crittograf*', '加密'],
]);

/** `522 Data connections must be encrypted.`, `521 PROT P required` */
export function speaksOfProtection(text: string): boolean {
  return PROTECTION(text) && !speaksOfReuse(text);
}

const PROTECTION = speaker([
  ...['tls', 'ssl', 'prot', 'encrypt*', 'unencrypted', 'protect*', 'unprotected', 'cleartext'],
  ...['clear text', 'clear-text', 'verschlussel*', 'chiffre*', 'chiffrement', 'cifrad*', 'cifrat*'],
  ...['criptograf*', 'crittograf*', '加密'],
]);

/** `522 SSL connection failed; session reuse required` */
export const speaksOfReuse = speaker(['reus*', 're-us*', 'resum*', 'wiederverwend*', 'reutili*']);

/** `425 Security: Bad IP connecting.`, `500 Illegal PORT command`, `foreign address` */
export const speaksOfAddress = speaker([
  ...['bad ip', 'ip', 'foreign', 'address*', 'illegal port', "won't open", 'wont open', 'match*'],
  ...['security', 'mismatch*', 'adresse*', 'direccion*', 'indirizz*', 'endereco*', '地址'],
]);

/** `425 Failed to establish connection.`, `500 Can't open data connection` */
export const speaksOfConnection = speaker([
  ...['connect*', 'socket*', 'timed out', 'timeout', 'time out', 'data channel', 'data port'],
  ...['verbindung*', 'datenverbindung*', 'zeituberschreitung', 'connexion*', 'delai*'],
  ...['conexion*', 'tiempo de espera', 'connession*', 'tempo scaduto', 'conexao', 'conexoes'],
  ...['连接', '超时'],
]);

/** `501 Active mode is disabled`, `502 Command not implemented`, `550 Permission denied.` */
export const speaksOfDisabled = speaker([
  ...['disabled', 'not allowed', 'not permitted', 'not implemented', 'not understood', 'unknown'],
  ...[
    'not supported',
    'not enabled',
    'not recognized',
    'not recognised',
    'unrecogni*',
    'unsupported',
  ],
  ...['not available', 'turned off', 'permission denied', 'denied by policy', 'rootrevoke'],
  ...['nicht unterstutzt', 'unbekannt*', 'deaktiviert', 'nicht erlaubt', 'nicht implementiert'],
  ...['non support*', 'non reconnu*', 'inconnu*', 'desactive*', 'non implement*', 'interdit*'],
  ...['no soportad*', 'no reconocid*', 'desconocid*', 'desactivad*', 'no implementad*'],
  ...['non riconosciut*', 'sconosciut*', 'disabilitat*', 'nao suportad*', 'nao implementad*'],
  ...['不支持', '未知', '禁用'],
]);

/** `425 No port free`, `500 OOPS: vsf_sysutil_bind`, `Address already in use` */
export const speaksOfPorts = speaker([
  ...['oops', 'bind', 'binding', 'port', 'ports', 'already in use', 'vsf_sysutil_bind'],
  ...['belegt', 'puerto*', 'porta', 'porte', 'portas', '端口'],
]);

/** `552 Quota exceeded`, `452 No space left on device` */
export const speaksOfStorage = speaker([
  ...['quota', 'disk full', 'disk quota', 'no space', 'insufficient storage', 'storage space'],
  ...['exceeded storage', 'kontingent', 'speicherplatz', 'espace disque', 'espacio', 'spazio'],
  ...['espaco', '配额', '空间'],
]);

/** `421 Timeout (60 seconds): closing control connection.` */
export const speaksOfTimeout = speaker([
  ...['timeout', 'timed out', 'time out', 'time-out', 'idle', 'inactiv*', 'no activity'],
  ...['zeituberschreitung', 'inaktiv*', 'untatig*', 'delai*', 'inactif', 'tiempo de espera'],
  ...['tempo scaduto', 'tempo limite', '超时'],
]);

/** `421 Client certificate required` */
export const speaksOfCertificate = speaker([
  ...['certificate*', 'cert', 'zertifikat*', 'certificat*', 'certificado*', '证书'],
]);
