/** The ways to come to a server in which it may behave differently: in clear or under TLS, over IPv4 or IPv6. */
export const PLACES = ['plain ipv4', 'plain ipv6', 'tls ipv4', 'tls ipv6'] as const;
export type Place = (typeof PLACES)[number];

/** Names of sets of places, the widest first. */
const NAMES = {
  everywhere: PLACES,
  plain: ['plain ipv4', 'plain ipv6'],
  tls: ['tls ipv4', 'tls ipv6'],
  ipv4: ['plain ipv4', 'tls ipv4'],
  ipv6: ['plain ipv6', 'tls ipv6'],
  'plain ipv4': ['plain ipv4'],
  'plain ipv6': ['plain ipv6'],
  'tls ipv4': ['tls ipv4'],
  'tls ipv6': ['tls ipv6'],
} as const satisfies Record<string, readonly Place[]>;
export type PlaceName = keyof typeof NAMES;
export const PLACE_NAMES = Object.keys(NAMES) as [PlaceName, ...PlaceName[]];

/** The places that a name stands for. */
export function placesOf(name: PlaceName): readonly Place[] {
  return NAMES[name];
}

/** As few names as possible that together say just these places. */
export function namesFor(places: readonly Place[]): PlaceName[] {
  const names: PlaceName[] = [];
  let left = [...places];
  for (const name of PLACE_NAMES)
    if (left.length > 0 && NAMES[name].every((place) => left.includes(place))) {
      names.push(name);
      left = left.filter((place) => !(NAMES[name] as readonly Place[]).includes(place));
    }
  return names;
}

/** Where a session is. */
export function placeOf(isSecure: boolean, family: 4 | 6): Place {
  return `${isSecure ? 'tls' : 'plain'} ipv${family}`;
}
