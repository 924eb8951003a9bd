import { analyse } from 'scslre';

/**
 * Why a pattern cannot stand in a script, in words that follow its name; undefined where it can. A server's text must
 * not decide how long a pattern takes, so those are refused whose time grows faster than the text.
 */
export function patternProblem(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    return `is no regular expression: ${(error as Error).message}`;
  }
  const [report] = analyse({ source: pattern, flags: 'u' }, { maxReports: 1 }).reports;
  if (report === undefined) return undefined;
  const slow = 'takes far too long on some texts:';
  switch (report.type) {
    case 'Move':
      return `${slow} "${report.quant.raw}" is tried again from each place of a long run; begin with ^ or \\b, or give it a limit, as in {1,20}`;
    case 'Self':
      return `${slow} "${report.quant.raw}" repeats inside "${report.parentQuant.raw}"; leave one of the two repetitions out`;
    case 'Trade':
      return `${slow} "${report.startQuant.raw}" and "${report.endQuant.raw}" can take the same characters; let the first leave out what the second begins with`;
  }
}
