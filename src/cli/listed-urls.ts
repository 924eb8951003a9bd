import { parseTarget, TargetError } from '../targets/url.ts';
import { UsageError } from './exit.ts';
import { textOf } from './read-file.ts';

/** The URLs of a file that `--targets` names, one a line; `#` begins a comment. @throws UsageError */
export async function listedUrls(path: string | undefined): Promise<string[]> {
  if (path === undefined) return [];
  const lines = (await textOf(path, 'targets')).split(/\r?\n/).map((line) => line.trim());
  const urls = lines.flatMap((text, index) => {
    if (text === '' || text.startsWith('#')) return [];
    ensureTarget(text, `${path}:${index + 1}`);
    return [text];
  });
  if (urls.length === 0) throw new UsageError(`${path} names no target; one URL a line`);
  return urls;
}

function ensureTarget(url: string, place: string): void {
  try {
    parseTarget(url);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    throw new UsageError(`${place}: ${error.message}`);
  }
}
