import { type CallType, callTypes } from '#contracts/gateway-call.js';

/**
 * What the sandbox can be told to do, in the order of the amounts that tell it.
 * `lost-before`: the first attempt has no answer, and nothing was done. `lost-after`: it has none, and everything was done. `slow`: the
 * same, after a long wait. `pending`: decided when it is asked about; `pending-decline` against it. `fails-later`: a refund that
 * succeeds, and has come back when it is asked about. `short`: an authorization that holds for a moment only.
 */
export const behaviours = ['decline', 'lost-before', 'lost-after', 'slow', 'pending', 'pending-decline', 'fails-later', 'short'] as const;
export type Behaviour = (typeof behaviours)[number];

const PREFIX = 'sandbox-';

/** Whether a token speaks to the sandbox; any other means nothing to it. */
export function isSandboxToken(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** Which calls a token is for, and what becomes of them: `sandbox-slow`, `sandbox-capture-declined`. Undefined where there is no such token. */
export function behaviourByToken(token: string): { readonly type: CallType; readonly behaviour: Behaviour } | undefined {
  const words = token.slice(PREFIX.length).replace(/declined$/, 'decline');
  const type = callTypes.find((each) => words.startsWith(`${each}-`)) ?? 'authorization';
  const behaviour = behaviours.find((each) => words === each || words === `${type}-${each}`);
  return behaviour && fits(type, behaviour) ? { type, behaviour } : undefined;
}

/** By the whole units of the amount: `9902NN` of a refund is the NN-th behaviour, whatever the decimals. Undefined for ordinary amounts. */
export function behaviourByAmount(type: CallType, amount: string): Behaviour | undefined {
  const [, kind, number] = /^990(\d)(\d\d)(?:\.|$)/.exec(amount) ?? [];
  const behaviour = behaviours[Number(number) - 1];
  return behaviour && callTypes[Number(kind)] === type && fits(type, behaviour) ? behaviour : undefined;
}

function fits(type: CallType, behaviour: Behaviour): boolean {
  if (behaviour === 'fails-later') return type === 'refund';
  return behaviour !== 'short' || type === 'authorization';
}
