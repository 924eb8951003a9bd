import { expect } from 'chai';
import { inWords } from '../../../src/scenario/in-words.ts';
import { suitesScenarios } from '../../../src/scenario/suites.ts';
import { allSteps } from '../../../src/scenario/derive-risk.ts';
import { loadScenario } from '../../support/scripts.ts';

const script = loadScenario(
  `- send: PASV
  expect: 227
  save: passive
- send: [TYPE I, FEAT]
  save: feat
- download: LIST -a
  save: list
- upload: STOR x
  content: y
  save: stored
- listen: own
- accept: own
  save: from
- for-each: [a, b]
  as: name
  steps: [{ send: 'PWD \${name}' }]
- set: { low: 3 }`,
  '  needs: [login, writable-dir, port-bind]\n',
);

describe('a value in words', () => {
  for (const [template, words] of [
    ['${passive.port}', 'the port of the reply to PASV'],
    ['${feat.features}', 'the features of the reply to FEAT'],
    ['${feat.feature.mlst.lower}', 'the mlst of the feature of the reply to FEAT'],
    ['${list.text}', 'what LIST sends'],
    ['${list.sha256}', 'the checksum of what LIST sends'],
    ['${list.lines.0}', 'the item 1 of the lines of what LIST sends'],
    ['${stored.size}', 'the size of what STOR stores'],
    ['${from.port}', 'the port of the data connection'],
    ['${own.port}', 'the port of our listener'],
    ['${name}', 'the name'],
    ['${low}', 'the low'],
    [';${passive.text};', 'the reply to PASV'],
    ['${passive.port}:${own.port}', 'the port of the reply to PASV and the port of our listener'],
    ['text', '"text"'],
    [7, '7'],
  ] as const)
    it(`is ${words} for ${template}`, () => expect(inWords(template, script)).to.equal(words));

  it('shows no variable, whatever the package checks', () => {
    for (const scenario of suitesScenarios())
      for (const { step } of allSteps(scenario))
        if ('check' in step)
          expect(inWords(step.check, scenario), scenario.id).not.to.include('${');
  });
});
