import { type Form, partOf, textOf } from './form-body.js';
import type { Ledger } from './ledger.js';
import { expands, type PaymentIntents } from './payment-intents.js';
import type { Refunds } from './refunds.js';
import { type Intent, invalid, type Refund } from './stripe-objects.js';

interface Doubled {
  readonly ledger: Ledger;
  readonly intents: PaymentIntents;
  readonly refunds: Refunds;
}

type Endpoint = (doubled: Doubled, form: Form, id: string) => object;

const endpoints: readonly (readonly [RegExp, Endpoint])[] = [
  [/^POST \/v1\/payment_intents$/, ({ intents }, form) => shown(intents.create(form), form)],
  [/^GET \/v1\/payment_intents$/, ({ ledger }, form) => page([...ledger.intents.values()], form, (intent) => shown(intent, form, 'data.'))],
  [/^GET \/v1\/payment_intents\/([^/]+)$/, (doubled, form, id) => shown(intentOf(doubled, id), form)],
  [
    /^POST \/v1\/payment_intents\/([^/]+)\/capture$/,
    (doubled, form, id) => shown(doubled.intents.capture(intentOf(doubled, id), form), form),
  ],
  [
    /^POST \/v1\/payment_intents\/([^/]+)\/cancel$/,
    (doubled, form, id) => shown(doubled.intents.cancel(intentOf(doubled, id), form), form),
  ],
  [/^POST \/v1\/refunds$/, (doubled, form) => doubled.refunds.create(intentOf(doubled, textOf(form, 'payment_intent') ?? ''), form)],
  [/^GET \/v1\/refunds$/, ({ ledger }, form) => page(refundsOf(ledger, form), form, (refund) => refund)],
  [/^GET \/v1\/refunds\/([^/]+)$/, ({ ledger }, _form, id) => ledger.refunds.get(id) ?? missing('refund', id)],
];

/** What a request comes to: the object that is answered. Throws StripeFailure. */
export function answerTo(doubled: Doubled, method: string, path: string, form: Form): object {
  for (const [pattern, endpoint] of endpoints) {
    const match = pattern.exec(`${method} ${path}`);
    if (match) return endpoint(doubled, form, match[1] ?? '');
  }
  throw invalid(`Unrecognized request URL (${method}: ${path}).`, {}, 404);
}

function intentOf({ ledger, intents }: Doubled, id: string): Intent {
  return intents.lapse(ledger.intents.get(id) ?? missing('payment_intent', id));
}

function missing(what: string, id: string): never {
  throw invalid(`No such ${what}: '${id}'`, { code: 'resource_missing', param: 'id' }, 404);
}

function shown(intent: Intent, form: Form, within = ''): object {
  const { latest_charge: charge } = intent;
  return { ...intent, latest_charge: expands(form, `${within}latest_charge`) ? charge : (charge?.id ?? null) };
}

function refundsOf(ledger: Ledger, form: Form): Refund[] {
  const intent = textOf(form, 'payment_intent');
  return [...ledger.refunds.values()].filter(({ payment_intent }) => intent === undefined || payment_intent === intent);
}

/** Newest first, from behind `starting_after`, and only what was `created` in the window. */
function page<Item extends { readonly id: string; readonly created: number }>(
  items: readonly Item[],
  form: Form,
  show: (item: Item) => object,
) {
  const window = partOf(form, 'created');
  const [from, to] = [Number(textOf(window, 'gte') ?? 0), Number(textOf(window, 'lte') ?? Number.MAX_SAFE_INTEGER)];
  const all = items.filter(({ created }) => created >= from && created <= to).reverse();
  const rest = all.slice(all.findIndex(({ id }) => id === textOf(form, 'starting_after')) + 1);
  const limit = Number(textOf(form, 'limit') ?? 10);
  return { object: 'list', data: rest.slice(0, limit).map(show), has_more: rest.length > limit };
}
