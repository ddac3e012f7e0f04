const DAY = 24 * 3_600_000;

/** An index by which MongoDB removes what has this field and its time has come. */
export const keptUntil = { key: { expiresAt: 1 }, expireAfterSeconds: 0 } as const;

/** When what is written now goes; nothing where it is kept for good. Says so in each document, so that another setting needs no other index. */
export function expiryIn(days: number): { readonly expiresAt?: Date } {
  return days === 0 ? {} : { expiresAt: new Date(Date.now() + days * DAY) };
}
