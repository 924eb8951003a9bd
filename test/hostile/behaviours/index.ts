import type { Behaviour } from '../behaviour.ts';
import { cleanup } from './cleanup.ts';
import { floods } from './floods.ts';
import { greetings } from './greetings.ts';
import { lists } from './listings.ts';
import { lives } from './lives.ts';
import { long } from './long.ts';
import { passive } from './passive.ts';
import { secure } from './secure.ts';
import { stages } from './stages.ts';
import { texts } from './texts.ts';
import { transfers } from './transfers.ts';

export const BEHAVIOURS: readonly Behaviour[] = [
  ...lives,
  ...greetings,
  ...stages,
  ...floods,
  ...long,
  ...passive,
  ...lists,
  ...transfers,
  ...cleanup,
  ...texts,
  ...secure,
];
