export { startReference, type ReferenceServer } from './server.ts';
export { ServeError } from './errors.ts';
export type { ReferenceOptions } from './options.ts';
export { FAULTS } from './faults/index.ts';
