import type { Exchange } from '../exchange.ts';
import { Refusal } from '../errors.ts';

/** One row of the command table. */
export interface CommandEntry {
  /** what HELP says after the verb */
  readonly syntax: string;
  /** `ignored`: superfluous text does no harm */
  readonly argument: 'none' | 'required' | 'optional' | 'ignored';
  /** the code of a Refusal; default 550 */
  readonly refusal?: number;
  readonly beforeLogin?: true;
  /** leaves the marker of REST for the transfer that follows */
  readonly keepsRestart?: true;
  readonly run: (exchange: Exchange) => void | Promise<void>;
}

/** Commands by verb. */
export type CommandTable = Readonly<Record<string, CommandEntry>>;

/** @throws Refusal for users who may not change the file store */
export function mustWrite({ session }: Exchange): void {
  if (!session.mayWrite) throw new Refusal('Permission denied.');
}

/** Words of an argument that is no pathname (RFC 959 section 5.3). */
export function words({ argument }: Exchange): string[] {
  return argument.split(' ').filter((word) => word !== '');
}
