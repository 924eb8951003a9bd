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

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Reads `30s`, `5m` or `1h`, up to a day.
 * @returns milliseconds
 * @throws UsageError
 */
export function duration(text: string, option: string): number {
  const [, number = '', unit = ''] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  const ms = Number(number) * (UNITS[unit] ?? 0);
  if (ms < 1000 || ms > 24 * 3_600_000)
    throw new UsageError(`--${option} takes a time from 1s to 24h, such as 30s, 5m or 1h`);
  return ms;
}

/** A port, and whose it is where that is said. */
export interface HostAndPort {
  readonly host: string | undefined;
  readonly port: number;
}

/** Reads `HOST:PORT`, `[::1]:PORT` or `PORT`, which may be 0; undefined for what has another form. */
export function readHostAndPort(text: string): HostAndPort | undefined {
  const [, literal, name, port] = /^(?:(?:\[([^\]\s]+)\]|([^:/\s]+)):)?(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined || Number(port) > 65535) return undefined;
  return { host: literal ?? name, port: Number(port) };
}

/** The same for what is to be dialled. @throws UsageError */
export function hostAndPort(text: string, option: string): HostAndPort {
  const read = readHostAndPort(text);
  if (!read || read.port === 0)
    throw new UsageError(`--${option} takes HOST:PORT, or PORT, such as ftp.example.com:2190`);
  return read;
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
