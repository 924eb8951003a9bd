/** What server authors write in replies, where the code alone leaves it open. */

/** `421 Too many connections from this IP`, `530 Sorry, the maximum number of clients …` */
export function speaksOfLimit(text: string): boolean {
  return /too many|max(?:imum)?\b|limit|already (?:logged|connected)|(?:server|site) is full|try (?:again )?later|no more (?:users|connections|sessions)|connections? (?:are )?exceeded|busy/i.test(
    text,
  );
}

/** `500 5.5.1 Unrecognized command`, `502 Command not implemented` */
export function speaksOfCommand(text: string): boolean {
  return /^5\.5\.\d|\b(?:command|syntax)\b/i.test(text);
}

/** `530 Non-anonymous sessions must use encryption.`, `503 Use AUTH first.` */
export function speaksOfTls(text: string): boolean {
  return /\b(?:TLS|SSL|FTPS|AUTH)\b|encrypt|clear-?text|secur(?:e|ity) (?:connection|channel|policy|required)|insecure|unprotected/i.test(
    text,
  );
}

/** `522 Data connections must be encrypted.`, `521 PROT P required` */
export function speaksOfProtection(text: string): boolean {
  return /\b(?:TLS|SSL|PROT)\b|encrypt|protect|clear-?text/i.test(text) && !speaksOfReuse(text);
}

/** `522 SSL connection failed; session reuse required` */
export function speaksOfReuse(text: string): boolean {
  return /re-?us(?:e|ing)|resum/i.test(text);
}

/** `425 Security: Bad IP connecting.`, `500 Illegal PORT command`, `foreign address` */
export function speaksOfAddress(text: string): boolean {
  return /bad ip|foreign|\bip\b|address|illegal port|won'?t open|match|security/i.test(text);
}

/** `425 Failed to establish connection.`, `500 Can't open data connection` */
export function speaksOfConnection(text: string): boolean {
  return /connect|socket|timed? ?out|\bopen\b/i.test(text);
}

/** `501 Active mode is disabled`, `502 Command not implemented`, `550 Permission denied.` */
export function speaksOfDisabled(text: string): boolean {
  return /disabled|not (?:allowed|permitted|implemented|understood|supported|enabled|recogni[sz]ed)|unknown|unrecogni[sz]ed|permission denied|denied by policy|rootrevoke|unsupported/i.test(
    text,
  );
}
