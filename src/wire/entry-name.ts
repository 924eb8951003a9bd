/**
 * Whether a listed name can be that of an entry in the listed directory. One that leads elsewhere, or that would end
 * a command, comes from a hostile server, or from somebody who named a file so.
 */
export function isEntryName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0\r\n]/.test(name);
}
