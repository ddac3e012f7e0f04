import { setTimeout as delay } from 'node:timers/promises';
import { refuse } from '#contracts/refusals.js';
import type { Database } from '#platform/database.js';
import type { CallToMake, GatewayAnswer, PaymentProvider } from '../provider.js';
import { behaviourByToken, isSandboxToken } from './behaviour.js';
import { SandboxGateway, type SandboxOptions, type SandboxRequest } from './sandbox-gateway.js';
import { outcomeNow, type SandboxAct } from './sandbox-payment.js';

/** The sandbox, and what it did. */
export interface SandboxProvider extends PaymentProvider {
  readonly acts: (paymentId: string) => Promise<SandboxAct[]>;
}

/**
 * A gateway for demos and tests that behaves as gateways do, good and bad: docs/payments.md, Sandbox. Make it before the database opens.
 * `slowFor`: milliseconds after which a `slow` call ends without an answer; 12 s when left out, longer than a request waits.
 */
export function createSandboxProvider(
  database: Database,
  { slowFor = 12_000, ...options }: SandboxOptions & { readonly slowFor?: number } = {},
): SandboxProvider {
  const sandbox = new SandboxGateway(database, options);
  return {
    gateway: 'sandbox',
    capabilities: { severalCaptures: true, keysLastHours: 24 },
    acts: (paymentId) => sandbox.acts(paymentId),

    obstacle: ({ token }) =>
      token !== undefined && isSandboxToken(token) && !behaviourByToken(token)
        ? refuse('not-at-gateway', 'the sandbox has no such token', 'token')
        : undefined,

    prepare: (call) => JSON.stringify(requestOf(call)),

    async send(call) {
      const attempted = await sandbox.carryOut(call);
      if (!attempted) throw new Error('the sandbox lost the call');
      const { act, behaviour, repeated } = attempted;
      if (!repeated && behaviour === 'slow') await delay(slowFor, undefined, { ref: false });
      if (!repeated && (behaviour === 'slow' || behaviour === 'lost-after')) throw new Error('the answer of the sandbox got lost');
      return answerOf(act, act.outcome);
    },

    async find(call) {
      const act = await sandbox.ask(call);
      return act ? answerOf(act, outcomeNow(act)) : 'absent';
    },
  };
}

function requestOf({ type, amount, currency, paymentId, orderNumber, paymentReference, token }: CallToMake): SandboxRequest {
  return {
    ...{ act: type, amount, currency, payment: paymentId, order: orderNumber },
    ...(type === 'authorization' || paymentReference === undefined ? {} : { authorization: paymentReference }),
    // What is meant for another gateway is none of ours to keep.
    ...(token !== undefined && isSandboxToken(token) ? { token } : {}),
  };
}

function answerOf({ reference, authorizedUntil, at }: SandboxAct, outcome: SandboxAct['outcome']): GatewayAnswer {
  return {
    ...outcome,
    reference,
    response: JSON.stringify({ ...outcome, reference, at }),
    ...(authorizedUntil !== undefined && outcome.status !== 'declined' ? { authorizedUntil } : {}),
  };
}
