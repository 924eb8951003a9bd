import { portsToListenOn } from '../client/data-set-up.ts';
import { diagnose as examine, type Diagnosis, type Observation } from '../diagnose/index.ts';
import { parseTarget } from '../targets/url.ts';

/** How to examine a server; each as the option of `ftpspec diagnose` of the same name. */
export interface DiagnoseSettings {
  readonly active?: boolean;
  readonly family?: 4 | 6;
  readonly activeAddress?: string;
  readonly activePorts?: readonly [number, number];
  readonly passivePorts?: readonly [number, number];
  readonly deep?: boolean;
  readonly upload?: boolean;
  readonly insecure?: boolean;
  readonly allowPlain?: boolean;
  readonly file?: string;
  /** `ftpspec peer` at the server's side; the host is the server's own where none is given */
  readonly peer?: { readonly host?: string; readonly port: number; readonly token: string };
  /** PEM certificates to trust beyond the system's */
  readonly ca?: string;
  readonly timeoutMs?: number;
  /** ends it early; the diagnosis says what was seen by then */
  readonly signal?: AbortSignal;
  /** hears of each observation as it comes */
  readonly onSeen?: (observation: Observation) => void;
}

/**
 * Examines a server and names the cause of what does not work. Whatever the server does ends in the diagnosis.
 * @param target as `ftp://user:password@host:port/directory`, also ftps:// and ftpes://
 * @throws TargetError
 */
export async function diagnose(
  target: string,
  settings: DiagnoseSettings = {},
): Promise<Diagnosis> {
  return await examine(parseTarget(target), {
    active: settings.active ?? false,
    family: settings.family,
    activeAddress: settings.activeAddress,
    activePorts: portsToListenOn(settings.activePorts),
    passivePorts: settings.passivePorts,
    deep: settings.deep ?? false,
    upload: settings.upload ?? false,
    insecure: settings.insecure ?? false,
    allowPlain: settings.allowPlain ?? false,
    file: settings.file,
    peer: settings.peer && { ...settings.peer, host: settings.peer.host },
    ca: settings.ca,
    timeoutMs: settings.timeoutMs,
    signal: settings.signal ?? new AbortController().signal,
    ...(settings.onSeen ? { onSeen: settings.onSeen } : {}),
  });
}
