import { isIP } from 'node:net';
import type { Account } from '../scenario/server-profile.ts';
import { UsageError } from './exit.ts';

/** @throws UsageError for what is no whole number between the two; absent is fine */
export function wholeNumber(
  option: string,
  value: number | undefined,
  from: number,
  to: number,
): void {
  if (value === undefined) return;
  if (!Number.isInteger(value) || value < from || value > to)
    throw new UsageError(`--${option} takes a whole number from ${from} to ${to}`);
}

/** @throws UsageError for what is no address; absent is fine */
export function ipAddress(option: string, value: string | undefined): void {
  if (value !== undefined && isIP(value) === 0)
    throw new UsageError(`--${option} ${value} is no IP address`);
}

/**
 * Reads `A-B` or `A`.
 * @throws UsageError
 */
export function portRange(text: string, option: string): [number, number] {
  const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const range: [number, number] = [Number(from), Number(to)];
  if (from === '' || range[0] < 1 || range[1] > 65535 || range[0] > range[1])
    throw new UsageError(
      `--${option} takes ports as A-B, each from 1 to 65535, such as 50000-50100`,
    );
  return range;
}

/**
 * Reads `user:password`.
 * @throws UsageError
 */
export function account(text: string, option: string): Account {
  const colon = text.indexOf(':');
  if (colon < 1) throw new UsageError(`--${option} takes user:password`);
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
