/** The ways in which every server is tested. */
export const VARIANTS = ['plain ipv4', 'plain ipv6', 'tls ipv4', 'tls ipv6'] as const;
export type Variant = (typeof VARIANTS)[number];

/** Names of sets of variants, the widest first. */
const WHERE = {
  everywhere: VARIANTS,
  plain: ['plain ipv4', 'plain ipv6'],
  tls: ['tls ipv4', 'tls ipv6'],
  ipv4: ['plain ipv4', 'tls ipv4'],
  ipv6: ['plain ipv6', 'tls ipv6'],
  'plain ipv4': ['plain ipv4'],
  'plain ipv6': ['plain ipv6'],
  'tls ipv4': ['tls ipv4'],
  'tls ipv6': ['tls ipv6'],
} as const satisfies Record<string, readonly Variant[]>;
export type Where = keyof typeof WHERE;
export const PLACES = Object.keys(WHERE) as [Where, ...Where[]];

/** The variants that a name stands for. */
export function variantsOf(where: Where): readonly Variant[] {
  return WHERE[where];
}

/** As few names as possible that together say just these variants. */
export function namesFor(variants: readonly Variant[]): Where[] {
  const names: Where[] = [];
  let left = [...variants];
  for (const name of PLACES)
    if (left.length > 0 && WHERE[name].every((variant) => left.includes(variant))) {
      names.push(name);
      left = left.filter((variant) => !(WHERE[name] as readonly Variant[]).includes(variant));
    }
  return names;
}
