export { SHORTEST_TOKEN, unguessable } from './protocol.ts';
export { servePeer } from './serve.ts';
