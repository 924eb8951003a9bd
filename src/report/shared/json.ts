/**
 * JSON text that may be shown on a terminal or in the log of a CI job: what would act there is escaped, and reads back
 * as the same text.
 */
export function inertJson(json: string): string {
  return json.replace(UNSAFE, escapeUnit);
}

// JSON lets these stand as they are. A runner of CI jobs takes `##[` for a command anywhere in a line.
const UNSAFE = /[\x7f-\x9f\u2028\u2029\ufeff\p{Bidi_Control}]|(?<=#)#(?=\[|vso\[|teamcity\[)/gu;

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
