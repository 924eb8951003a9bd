import { NOTICES } from './causes/notices.ts';
import { describeStep } from './remedies/clients.ts';
import { CAUSES } from './causes/index.ts';
import { allRemedies } from './remedies/index.ts';
import { SYMPTOMS, type SymptomName } from './symptoms/index.ts';
import type { Pattern } from './causes/cause.ts';

/** The page of a code: what it is, what speaks for and against it, what mends it; undefined for an unknown code. */
export function explainCause(code: string): string | undefined {
  const cause = CAUSES.find((one) => one.code === code);
  if (!cause) return undefined;
  return [
    `${cause.code}: ${cause.title}`,
    '',
    cause.about,
    '',
    'What is noticed',
    `  ${NOTICES[cause.code]?.notice ?? ''}`,
    '',
    ...section(
      'What helps at once, as a client',
      (NOTICES[cause.code]?.now ?? []).map((step) => `  ${describeStep(step)}`),
    ),
    ...section(
      'What mends it',
      cause.remedies
        .flatMap(allRemedies)
        .map((remedy) => `  ${remedy.for}: ${plain(remedy.change)}`),
    ),
    `Stage: ${cause.stage}.  Severity: ${cause.severity}.`,
    '',
    'It is found when',
    ...cause.patterns.flatMap((pattern, index) => [
      ...(index > 0 ? ['or'] : []),
      ...shows(pattern),
    ]),
    ...(cause.tellApart === undefined ? [] : ['', `To be sure: ${cause.tellApart}.`]),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

/** All codes, in the order of the stages. */
export function causeCodes(): string[] {
  return CAUSES.map(({ code }) => code);
}

function shows(pattern: Pattern): string[] {
  const describe = (name: SymptomName): string => SYMPTOMS[name].description;
  const weighed = Object.entries(pattern.and ?? {});
  return [
    ...pattern.needs.map((name) => `  + ${describe(name)}`),
    ...(pattern.unless ?? []).map((name) => `  - not when ${describe(name)}`),
    `  then ${percent(pattern.sure)} sure`,
    ...weighed.map(
      ([name, weight]) =>
        `    ${percent(Math.abs(weight))} ${weight > 0 ? 'more' : 'less'} when ${describe(name as SymptomName)}`,
    ),
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function plain(change: string): string {
  return change
    .replaceAll('{from}-{to}', '50000-50099')
    .replaceAll('{from}', '50000')
    .replaceAll('{to}', '50099')
    .replaceAll('{range}', '50000-50099')
    .replaceAll('{ports}', 'the passive range')
    .replace(/\{([a-z]+)\}/g, (_, name: string) => name.toUpperCase());
}
