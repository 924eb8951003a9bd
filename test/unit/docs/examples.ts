import { NEEDS } from '../../../src/scenario/needs.ts';
import { blocksOf, pages, type Block } from './markdown.ts';

/** No session is over both families. */
const needs = NEEDS.filter((need) => need !== 'ipv6');

/** The scripts in the pages; the steps of the guide to the language get a scenario around them. */
export function exampleScripts(): Block[] {
  const blocks = yamlBlocks();
  const scripts = blocks.filter(({ text }) => isScript(text));
  const steps = blocks.filter(
    ({ place, text }) => place.startsWith('docs/language') && !isScript(text),
  );
  return [...scripts, ...steps.map((block, at) => ({ ...block, text: scenarioAround(block, at) }))];
}

/** Other YAML in the pages: faults, settings of CI. */
export function otherYaml(): Block[] {
  const scripts = exampleScripts().map(({ place }) => place);
  return yamlBlocks().filter(({ place }) => !scripts.includes(place));
}

function yamlBlocks(): Block[] {
  return pages()
    .flatMap(blocksOf)
    .filter(({ language }) => language === 'yaml');
}

function isScript(text: string): boolean {
  return /^ +covers: /m.test(text);
}

function scenarioAround({ place, text }: Block, at: number): string {
  return `- id: guide/example-${at}
  title: 'The example at ${place} holds'
  covers: [RFC959-5.4-NOOP-1]
  needs: [${needs.join(', ')}]
  steps:
${text.replaceAll(/^(?=.)/gm, '    ')}`;
}
