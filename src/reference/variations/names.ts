import { Refusal } from '../errors.ts';
import { forVerbs, withArgument, type VerbHook } from '../behaviours/builders.ts';
import { nameOf } from '../store/store.ts';
import type { Variation } from './variation.ts';

const MAKING = ['STOR', 'APPE', 'MKD', 'XMKD', 'RNTO'];

/** Names that the file system does not have. */
function refusesNames(pattern: RegExp): Record<string, VerbHook> {
  return forVerbs(MAKING, (exchange, honest) => {
    if (pattern.test(nameOf(exchange.path))) throw new Refusal('A name cannot be that.', 553);
    return honest();
  });
}

/** A name may be refused; whoever refuses it cannot be asked what becomes of it. */
const REFUSABLE: Variation['allowedBy'] = [
  'R45',
  'RFC959 5.3.1',
  'RFC959-5.3-PATH-1',
  'RFC3659-7.2-MLSD-2',
  'RFC2640-3.1-UTF8-3',
  'R44',
];

/** What the file system takes for a name. */
export const namesVariations: readonly Variation[] = [
  {
    id: 'names-of-windows',
    title: 'Names have no < > : " | ? * and no control characters',
    allowedBy: REFUSABLE,
    verbs: refusesNames(/[<>:"|?*\x00-\x1f]/),
  },
  {
    id: 'names-of-printable-ascii',
    title: 'Names have printable ASCII only',
    allowedBy: REFUSABLE,
    options: { without: ['UTF8', 'LANG'] },
    verbs: refusesNames(/[^ -~]/),
  },
  {
    id: 'names-without-spaces',
    title: 'Names have no spaces',
    allowedBy: [...REFUSABLE, 'R13'],
    verbs: refusesNames(/ /),
  },
  {
    id: 'names-of-64-octets',
    title: 'Names have at most 64 octets',
    allowedBy: REFUSABLE,
    verbs: refusesNames(/^.{65}/s),
  },
  {
    id: 'names-of-valid-utf-8',
    title: 'Names that are not UTF-8 are refused',
    allowedBy: ['RFC2640 3.1', 'R45'],
    verbs: forVerbs([...MAKING], (exchange, honest) => {
      const octets = Buffer.from(exchange.argument, 'latin1');
      if (octets.toString().includes('\ufffd')) throw new Refusal('That is not UTF-8.', 501);
      return honest();
    }),
  },
  {
    id: 'spaces-around-names-lost',
    title: 'Spaces before and behind pathnames are no part of them',
    allowedBy: ['R13'],
    options: { without: ['UTF8', 'MLST', 'MLSD', 'TVFS', 'LANG'] },
    verbs: forVerbs(
      [...MAKING, 'RETR', 'DELE', 'RMD', 'CWD', 'RNFR', 'SIZE', 'MDTM', 'LIST', 'NLST'],
      withArgument((argument) => argument.trim()),
    ),
  },
];
