/** The rates at which each scenario is measured, as shares of its maximum. */
export const HALF = 0.5;
export const NEAR = 0.9;
export const shares = [HALF, NEAR] as const;
