export { startReference, type ReferenceOptions, type ReferenceServer } from './server.ts';
export { ServeError } from './errors.ts';
export { allFaults, builtinFaults, pickFaults } from './faults/index.ts';
export { loadFaultMatrix } from './faults/matrix.ts';
export type { Fault } from './faults/hooks.ts';
