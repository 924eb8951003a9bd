/** The account that the command logs in with. The password has characters that every encoding treats differently. */
export const ACCOUNT = { user: 'u', password: 'Sesam/öffne+Dich!7' } as const;
