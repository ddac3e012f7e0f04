import { v5 as derivedId } from 'uuid';
import { type AttributeDeclaration, attributeObstacle } from '#contracts/attributes.js';
import type { DraftLine, DraftPayment, DraftShipment, Gateway, PlaceOrder } from '#contracts/commands/place-order.js';
import { OrderPlaced } from '#contracts/events/order.js';
import { Decimal, exactly, zero } from '#contracts/money.js';
import type { RequestedPayment, RequestedShipment } from '#contracts/order.js';
import type { OrderLine } from '#contracts/order-line.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { wishesOf } from '#contracts/shipment-details.js';
import { type Rounding, taxOn } from '#contracts/tax-rounding.js';
import { addressObstacle, type CheckedAddress, checkOf } from './address-check.js';
import { discountOf } from './discounts.js';
import { type HoldRule, ruledHolds } from './hold-rules.js';
import type { Order, OrderEvent } from './order.js';
import { amountObstacle, paymentObstacle } from './placement-obstacles.js';
import { discountRateOf, orderTotals, paymentTotal, priceLine, shipmentTax, shipmentTotal } from './totals.js';

/** What the store says about an order that is placed. */
export interface PlacementPolicy {
  readonly currencies: readonly string[];
  readonly rounding: Rounding;
  /** Whether the draft's own tax rates count; else they are dropped, and the tax service decides. */
  readonly ownRates: boolean;
  readonly shipmentMethod: string;
  /** The default one first. */
  readonly paymentGateways: readonly [Gateway, ...Gateway[]];
  readonly holdRules: readonly HoldRule[];
  /** Whether it takes no address that the tax provider says is not valid; undefined: it does. */
  readonly refusesInvalidAddresses?: boolean;
  /** The custom fields that there may be; undefined: any. */
  readonly attributes?: readonly AttributeDeclaration[];
  readonly status: string;
  readonly lineStatus: string;
}

/** The order's id, number and moment, taken before the decision so that it stays the same when decided again. */
export interface Placement {
  readonly orderId: string;
  readonly number: string;
  readonly placedAt: string;
  /** Minutes since the same customer ordered the same, as far as a rule of the store asks. */
  readonly repeatedAfter?: number;
  /** What the tax provider said of the address that it goes to, where the store has it asked. */
  readonly checked?: CheckedAddress;
}

/** An order comes into being, as version 1; nothing is left out that a later reader would have to guess. */
export function placeOrder(order: Order | null, placement: Placement, draft: PlaceOrder, policy: PlacementPolicy): Decision<OrderEvent> {
  if (order !== null) return [];
  const { currency } = draft;
  const notOffered = currencyObstacle(draft, policy.currencies) ?? gatewayObstacle(draft, policy.paymentGateways);
  if (notOffered) return notOffered;
  const rate = (taxRate: string | undefined) => (policy.ownRates ? (taxRate ?? '0') : '0');
  const lines: OrderLine[] = [];
  for (const [index, line] of draft.lines.entries()) {
    const placed = newLine(line, String(index + 1), draft.currency, policy, `lines[${index}].`);
    if (isRefusal(placed)) return placed;
    lines.push(placed);
  }
  const discount = discountOf(draft, 'discount');
  if (typeof discount !== 'string') return discount;
  const undeclared = attributeObstacle(draft.attributes, 'order', policy.attributes, 'attributes');
  if (undeclared) return undeclared;
  if (draft.isPrototype && draft.shipments) return refuse('prototype-without-documents', 'leave them out', 'shipments');
  if (draft.isPrototype && draft.payments) return refuse('prototype-without-documents', 'leave them out', 'payments');
  const shipments = draft.isPrototype ? [] : requestShipments(placement.orderId, draft, lines, policy, rate);
  if (isRefusal(shipments)) return shipments;
  const asked = draft.payments ?? (draft.isPrototype ? [] : [{ gateway: policy.paymentGateways[0] }]);
  const payments = requestPayments(placement.orderId, asked, rate, currency, policy.rounding);
  const content = {
    currency,
    lines,
    shipments,
    payments,
    discount,
    fee: draft.fee ?? '0',
    taxRate: discountTaxRate(draft, lines, policy),
    ...(policy.rounding.pricesIncludeTax && { pricesIncludeTax: true }),
  };
  const totals = orderTotals(content, policy.rounding);
  const addresses = draft.addresses ?? {};
  const { repeatedAfter, checked, ...head } = placement;
  const check = checkOf(addresses.shipping, checked);
  const obstacle = amountObstacle(content, totals) ?? paymentObstacle(payments, totals, currency) ?? addressObstacle(check, policy);
  if (obstacle) return obstacle;

  // What is left is the order's own as it was sent: its details, and the parts of its discount.
  const { lines: _, shipments: __, payments: ___, discount: ____, fee: _____, taxRate: ______, ...details } = draft;
  const holds = ruledHolds({ ...content, totals, addresses, placedAt: head.placedAt }, policy.holdRules, repeatedAfter);
  return [
    OrderPlaced({
      ...head,
      ...details,
      status: policy.status,
      ...content,
      addresses,
      holds,
      ...check,
      attributes: draft.attributes ?? {},
      totals,
    }),
  ];
}

function gatewayObstacle({ storeId, payments = [] }: PlaceOrder, offered: readonly Gateway[]): Refusal | undefined {
  const index = payments.findIndex(({ gateway }) => !offered.includes(gateway));
  if (index < 0) return undefined;
  return refuse('gateway-not-offered', `${storeId} takes payments by ${offered.join(', ')}`, `payments[${index}].gateway`);
}

/** What stands against the currencies of an order and of what it asks for. */
function currencyObstacle(
  { storeId, currency, shipments = [], payments = [] }: PlaceOrder,
  offered: readonly string[],
): Refusal | undefined {
  const asked = [
    ['currency', currency] as const,
    ...shipments.map((shipment, index) => [`shipments[${index}].currency`, shipment.currency] as const),
    ...payments.map((payment, index) => [`payments[${index}].currency`, payment.currency] as const),
  ];
  for (const [path, code] of asked) {
    if (code !== undefined && !offered.includes(code)) {
      return refuse('currency-not-offered', `${storeId} sells in ${offered.join(', ')}, not in ${code}`, path);
    }
  }
  return undefined;
}

/** Named only where it is not the order's. */
function otherThan(own: string, currency: string | undefined): { currency?: string } {
  return currency === undefined || currency === own ? {} : { currency };
}

/** The rate of the order's discount. A discount in prices with tax has tax in it, too: what is not said is as in the lines. */
function discountTaxRate(
  { taxRate }: PlaceOrder,
  lines: readonly OrderLine[],
  { ownRates, rounding }: Pick<PlacementPolicy, 'ownRates' | 'rounding'>,
): string {
  if (!ownRates) return '0';
  if (taxRate !== undefined || !rounding.pricesIncludeTax) return taxRate ?? '0';
  return discountRateOf(lines, true);
}

type RateOf = (taxRate: string | undefined) => string;

/** A line as it joins an order, priced; `path` is where its fields are in the request. */
export function newLine(
  line: DraftLine,
  id: string,
  currency: string,
  policy: Pick<PlacementPolicy, 'rounding' | 'ownRates' | 'lineStatus' | 'attributes'>,
  path: string,
): OrderLine | Refusal {
  const { fee = '0', taxRate, ...rest } = line;
  const discount = discountOf(line, `${path}discount`);
  if (typeof discount !== 'string') return discount;
  const undeclared = attributeObstacle(line.attributes, 'line', policy.attributes, `${path}attributes`);
  if (undeclared) return undeclared;
  const rated = { ...rest, id, status: policy.lineStatus, discount, fee, taxRate: policy.ownRates ? (taxRate ?? '0') : '0' };
  return priceLine(rated, currency, policy.rounding);
}

function requestShipments(
  orderId: string,
  draft: PlaceOrder,
  lines: readonly OrderLine[],
  policy: PlacementPolicy,
  rate: RateOf,
): RequestedShipment[] | Refusal {
  const drafts: readonly DraftShipment[] = draft.shipments ?? [{ method: policy.shipmentMethod }];
  const left = lines.map(({ quantity }) => quantity);
  const requested: RequestedShipment[] = [];
  for (const [index, drafted] of drafts.entries()) {
    const { method, currency, price = '0', discount = '0', fee = '0', taxRate, fulfilmentCentre, items } = drafted;
    const at = `shipments[${index}]`;
    if (!items && drafts.length > 1)
      return refuse('shipment-items-mismatch', 'each of several shipments must say its items', `${at}.items`);
    const taken = (items ?? lines.map(({ quantity }, line) => ({ line, quantity }))).map(({ line, quantity }) => ({ line, quantity }));
    const named = new Set<number>();
    for (const [position, { line, quantity }] of taken.entries()) {
      if (named.has(line))
        return refuse('shipment-items-mismatch', `line ${line} is named twice; add up its quantities`, `${at}.items[${position}].line`);
      named.add(line);
      const rest = left[line];
      if (rest === undefined)
        return refuse(
          'shipment-items-mismatch',
          `there is no line ${line}; the last one is ${lines.length - 1}`,
          `${at}.items[${position}].line`,
        );
      if (quantity > rest)
        return refuse(
          'shipment-items-mismatch',
          `line ${line} has ${rest} left to ship, not ${quantity}`,
          `${at}.items[${position}].quantity`,
        );
      left[line] = rest - quantity;
    }
    const id = derivedId(`shipment/${index}`, orderId);
    const shipment = { id, method, ...otherThan(draft.currency, currency), price, discount, fee, taxRate: rate(taxRate) };
    const total = shipmentTotal(shipment);
    if (total.lt(zero))
      return refuse('discount-exceeds-price', `the discount is larger than price and fee, ${Decimal(price).plus(fee)}`, `${at}.discount`);
    requested.push({
      ...shipment,
      ...wishesOf(drafted),
      ...(fulfilmentCentre && { fulfilmentCentre }),
      taxTotal: shipmentTax(shipment, currency ?? draft.currency, policy.rounding),
      items: taken.map(({ line, quantity }) => ({ lineId: (lines[line] as OrderLine).id, quantity })),
    });
  }
  return requested;
}

function requestPayments(
  orderId: string,
  drafts: readonly DraftPayment[],
  rate: RateOf,
  own: string,
  rounding: Rounding,
): RequestedPayment[] {
  return drafts.map(({ gateway, token, currency, amount, price = '0', discount = '0', taxRate }, index) => ({
    id: derivedId(`payment/${index}`, orderId),
    gateway,
    ...(token === undefined ? {} : { token }),
    ...otherThan(own, currency),
    ...(amount === undefined ? {} : { amount }),
    price,
    discount,
    taxRate: rate(taxRate),
    taxTotal: exactly(taxOn(paymentTotal({ price, discount }), rate(taxRate), currency ?? own, rounding)),
  }));
}
