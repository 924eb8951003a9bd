export { startReference, type ReferenceOptions, type ReferenceServer } from './server.ts';
export { ServeError } from './errors.ts';
export { allFaults, builtinFaults, pickFaults } from './faults/index.ts';
export { loadFaultMatrix } from './faults/matrix.ts';
export type { Fault } from './faults/fault.ts';
export { builtinVariations, pickVariations } from './variations/index.ts';
export type { Variation } from './variations/variation.ts';
