import { expect } from 'chai';
import { hideSecrets, hideSecretsInSentence } from '../../../src/client/secrets.ts';

describe('hiding secrets', () => {
  const FORMS: readonly (readonly [what: string, secret: string, said: string])[] = [
    ['as it is', 'SECRETPW', 'SECRETPW'],
    ['percent-encoded in part', 'SECRETPW', '%53%45CRETPW'],
    ['percent-encoded in whole', 'SECRETPW', '%53%45%43%52%45%54%50%57'],
    ['percent-encoded in capitals', 'a:j/kl', 'a%3A%6A%2Fkl'],
    ['percent-encoded in small letters', 'a:j/kl', '%61%3aj%2fkl'],
    ['percent-encoded beyond ASCII', 'pässwörd', 'p%C3%A4ssw%c3%b6rd'],
    ['with a space as in a form', 'open sesame', 'open+sesame'],
    ['with its bytes made visible', 'pässwörd', String.raw`p\xc3\xa4ssw\xc3\xb6rd`],
    ['as JSON', 'pa"ss\\word', String.raw`pa\"ss\\word`],
    ['as JSON in part', 'pa"ss\\word', String.raw`pa"ss\\word`],
    ['as JSON by number', 'pässw/rd\u{1f600}', String.raw`p\u00E4ssw\/rd\ud83d\uDE00`],
    ['as XML by number', 'pässw/rd', 'p&#228;ssw&#x2F;r&#100;'],
    ['in Base64', 'pa:55word', 'cGE6NTV3b3Jk'],
    ['with what regular expressions mean', 'a.*+?^${}()|[]b', 'a.*+?^${}()|[]b'],
    ['outside of the basic plane', 'x\u{1f600}yz', 'x%F0%9F%98%80yz'],
  ];
  for (const [what, secret, said] of FORMS)
    it(`hides one ${what}`, () => {
      expect(hideSecrets([secret])(`530 ${said} is wrong`)).to.equal('530 **** is wrong');
    });

  it('hides the beginning of one where a text was cut, whatever its form', () => {
    const hide = hideSecrets(['SECRETPW']);
    expect(hide('530 SECR…')).to.equal('530 ****…');
    expect(hide('530 %53EC%52…')).to.equal('530 ****…');
    expect(hide('530 SE…')).to.equal('530 SE…');
  });

  it('hides a short one only where it stands alone', () => {
    expect(hideSecrets(['ms'])('5 ms, items, %6d%73')).to.equal('5 ****, items, ****');
  });

  const SENTENCES: readonly (readonly [secret: string, sentence: string, shown: string])[] = [
    ['second', 'the second account gets "530 second"', 'the second account gets "530 ****"'],
    ['password', 'after "PASS password" no reply came', 'after "PASS ****" no reply came'],
    ['1234', '127.0.0.1:1234 says "1234"', '127.0.0.1:1234 says "****"'],
    ['quoted', 'got "257 "/quoted" is" quoted', 'got "257 "/****" is" quoted'],
    ['pa55word', 'got pa55word', 'got ****'],
    ['pa"ss', 'a pa"ss outside', 'a **** outside'],
  ];
  for (const [secret, sentence, shown] of SENTENCES)
    it(`leaves our own words alone: ${sentence}`, () => {
      expect(hideSecretsInSentence([secret])(sentence)).to.equal(shown);
    });
});
