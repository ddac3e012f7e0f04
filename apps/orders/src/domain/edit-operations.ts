import { type AttributeDeclaration, attributeObstacle } from '#contracts/attributes.js';
import type {
  AddItem,
  CancelItem,
  ChangeFee,
  ChangeQuantity,
  ChangeShipmentPrice,
  ChangeTax,
  RecordedOperation,
  ReplaceProduct,
} from '#contracts/commands/edit-order.js';
import { Decimal, zero } from '#contracts/money.js';
import type { OrderContent, RequestedShipment } from '#contracts/order.js';
import type { OrderLine } from '#contracts/order-line.js';
import { isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { Rounding } from '#contracts/tax-rounding.js';
import { discountOf } from './discounts.js';
import { addShipment, cancelShipment, mergeShipments, splitShipment } from './move-between-shipments.js';
import { newLine } from './place-order.js';
import { replaceSent, returnItems } from './return-operations.js';
import { withReturned } from './returned-quantities.js';
import { namingObstacle, shipmentObstacle } from './shipment-obstacle.js';
import { changeShipped, withoutLine } from './shipped-quantities.js';
import { type StatusPolicy, statusObstacle } from './statuses.js';
import { shipmentTotal } from './totals.js';

/** What the store says about an order that is edited. */
export interface EditPolicy {
  readonly rounding: Rounding;
  /** Whether tax rates from outside count. */
  readonly ownRates: boolean;
  readonly lines: StatusPolicy;
  /** The custom fields that there may be; undefined: any. */
  readonly attributes?: readonly AttributeDeclaration[];
}

/** An order as far as operations change it. Amounts that follow from others are computed when all operations are done. */
export type EditedContent = Pick<OrderContent, 'lines' | 'shipments' | 'discount' | 'discounts' | 'fee'> & {
  readonly lastLine: number;
  /** Shipments that have left the house. */
  readonly closed: ReadonlySet<string>;
  /** Pieces of each line that have left the house, those that came back among them. */
  readonly claimed: ReadonlyMap<string, number>;
  /** Of those the ones that have come back or are on their way. */
  readonly returning: ReadonlyMap<string, number>;
};

/** The content after one operation, or what stands against it with the operation's own field as path. */
export function applyOperation(
  content: EditedContent,
  operation: RecordedOperation,
  currency: string,
  policy: EditPolicy,
): EditedContent | Refusal {
  switch (operation.op) {
    case 'addItem':
      return addItem(content, operation, currency, policy);
    case 'removeItem':
      return onLine(content, operation.lineId, ({ id }) => ({
        ...content,
        lines: content.lines.filter((line) => line.id !== id),
        shipments: withoutLine(content.shipments, id),
      }));
    case 'changeQuantity':
      return changeQuantity(content, operation);
    case 'replaceProduct':
      return (
        attributeObstacle(operation.attributes, 'line', policy.attributes, 'attributes') ??
        onLine(content, operation.lineId, (line) => replaceProduct(content, line, operation))
      );
    case 'changePrice':
      return changeLine(content, operation.lineId, { price: operation.price });
    case 'changeItemDiscount': {
      const discount = newDiscount(operation);
      if (typeof discount !== 'string') return discount;
      return changeLine(content, operation.lineId, { discount, discounts: operation.discounts });
    }
    case 'changeOrderDiscount': {
      const discount = newDiscount(operation);
      if (typeof discount !== 'string') return discount;
      return defined({ ...content, discount, discounts: operation.discounts });
    }
    case 'changeFee':
      return changeFee(content, operation);
    case 'changeShipmentPrice':
      return changeShipmentPrice(content, operation);
    case 'cancelItem':
      return cancelItem(content, operation);
    case 'changeTax':
      return changeTax(content, operation, policy);
    case 'changeItemStatus':
      return onLine(
        content,
        operation.lineId,
        (line) =>
          statusObstacle(line.status, operation.status, policy.lines, 'status') ??
          changeLine(content, line.id, { status: operation.status }),
      );
    case 'splitShipment':
      return withShipments(content, splitShipment(content, operation));
    case 'mergeShipments':
      return withShipments(content, mergeShipments(content, operation));
    case 'cancelShipment':
      return withShipments(content, cancelShipment(content, operation));
    case 'addShipment':
      return withShipments(content, addShipment(content, operation));
    case 'replaceSent':
      return withChange(content, replaceSent(content, operation, policy.lines.statuses[0] ?? 'Pending'));
    case 'returnItems':
      return withChange(content, returnItems(content, operation));
  }
}

/** The discount from now on, which an operation must say. */
function newDiscount(operation: Parameters<typeof discountOf>[0]): string | Refusal {
  if (operation.discount === undefined && operation.discounts === undefined)
    return refuse('invalid-input', 'say a discount, or its parts', 'discount');
  return discountOf(operation, 'discount');
}

function addItem(
  content: EditedContent,
  { op: _, shipmentId, ...draft }: AddItem,
  currency: string,
  policy: EditPolicy,
): EditedContent | Refusal {
  const id = String(content.lastLine + 1);
  const line = newLine(draft, id, currency, { ...policy, lineStatus: policy.lines.statuses[0] ?? 'Pending' }, '');
  if (isRefusal(line)) return line;
  const obstacle = shipmentId === undefined ? undefined : shipmentObstacle(content, shipmentId, 'shipmentId');
  if (obstacle) return obstacle;
  const shipments = changeShipped(content.shipments, content.closed, { lineId: id, before: 0, after: line.quantity, shipmentId });
  return { ...content, lines: [...content.lines, line], shipments, lastLine: content.lastLine + 1 };
}

function changeQuantity(content: EditedContent, { lineId, quantity }: ChangeQuantity): EditedContent | Refusal {
  return onLine(content, lineId, (line) => ({
    ...changed(content, line.id, { quantity, ...(line.status === 'Cancelled' ? { status: 'Pending' } : {}) }),
    shipments: changeShipped(content.shipments, content.closed, {
      lineId,
      before: withReturned(line),
      after: withReturned({ ...line, quantity }),
    }),
  }));
}

/** Nothing of the old product stays but what was agreed on the line: quantity, discount, fee, status and, where it is left out, the price. */
function replaceProduct(
  content: EditedContent,
  line: OrderLine,
  { op: _, lineId: __, price = line.price, ...product }: ReplaceProduct,
): EditedContent {
  const { id, status, quantity, cancelledQuantity, returnedQuantity, replacementOf, discount, discounts, fee, taxRate } = line;
  const { listTotal, discountTotal, extendedPrice, placedPrice, taxTotal } = line;
  const amounts = { listTotal, discountTotal, extendedPrice, placedPrice, taxTotal };
  const kept = { id, status, quantity, cancelledQuantity, returnedQuantity, replacementOf, discount, discounts, fee, taxRate };
  const replaced = defined({ ...product, ...kept, price, ...amounts });
  return {
    ...content,
    lines: content.lines.map((each) => (each.id === id ? replaced : each)),
    // Copied, so that they count as changed and the shipments service learns of the product.
    shipments: content.shipments.map((shipment) => (shipment.items.some((item) => item.lineId === id) ? { ...shipment } : shipment)),
  };
}

function changeFee(content: EditedContent, { fee, lineId, shipmentId }: ChangeFee): EditedContent | Refusal {
  if (lineId !== undefined && shipmentId !== undefined) return refuse('invalid-input', 'name a line or a shipment, not both', 'shipmentId');
  if (lineId !== undefined) return changeLine(content, lineId, { fee });
  if (shipmentId !== undefined) return changeShipment(content, shipmentId, { fee }, 'fee');
  return { ...content, fee };
}

function changeShipmentPrice(content: EditedContent, { shipmentId, price, discount }: ChangeShipmentPrice): EditedContent | Refusal {
  return changeShipment(
    content,
    shipmentId,
    { price, ...(discount === undefined ? {} : { discount }) },
    discount === undefined ? 'price' : 'discount',
  );
}

function cancelItem(content: EditedContent, { lineId, quantity }: CancelItem): EditedContent | Refusal {
  return onLine(content, lineId, (line) => {
    const cancelled = quantity ?? line.quantity;
    if (cancelled > line.quantity || cancelled === 0) {
      return refuse('nothing-to-cancel', `line ${lineId} has ${line.quantity} left to cancel`, 'quantity');
    }
    const rest = line.quantity - cancelled;
    const change = { quantity: rest, cancelledQuantity: (line.cancelledQuantity ?? 0) + cancelled };
    return {
      ...changed(content, lineId, rest === 0 ? { ...change, status: 'Cancelled' } : change),
      shipments: changeShipped(content.shipments, content.closed, {
        lineId,
        before: withReturned(line),
        after: withReturned({ ...line, quantity: rest }),
      }),
    };
  });
}

function changeTax(content: EditedContent, { lineId, taxCode, taxRate }: ChangeTax, policy: EditPolicy): EditedContent | Refusal {
  if (taxCode === undefined && taxRate === undefined) return refuse('invalid-input', 'say a tax code or a tax rate', 'taxCode');
  const change = { ...(taxCode === undefined ? {} : { taxCode }), ...(taxRate === undefined || !policy.ownRates ? {} : { taxRate }) };
  if (lineId !== undefined) return changeLine(content, lineId, change);
  return { ...content, lines: content.lines.map((line) => ({ ...line, ...change })) };
}

function changeLine(content: EditedContent, lineId: string, change: { [Name in keyof OrderLine]?: OrderLine[Name] | undefined }) {
  return onLine(content, lineId, (line) => changed(content, line.id, change));
}

function changed(
  content: EditedContent,
  lineId: string,
  change: { [Name in keyof OrderLine]?: OrderLine[Name] | undefined },
): EditedContent {
  return { ...content, lines: content.lines.map((line) => (line.id === lineId ? defined({ ...line, ...change }) : line)) };
}

function onLine(content: EditedContent, lineId: string, change: (line: OrderLine) => EditedContent | Refusal): EditedContent | Refusal {
  const line = content.lines.find(({ id }) => id === lineId);
  return line ? change(line) : refuse('line-not-found', `there is no line "${lineId}"`, 'lineId');
}

function changeShipment(
  content: EditedContent,
  shipmentId: string,
  change: Partial<RequestedShipment>,
  path: string,
): EditedContent | Refusal {
  const obstacle = namingObstacle(content, shipmentId, 'shipmentId');
  if (obstacle) return obstacle;
  const shipment = content.shipments.find(({ id }) => id === shipmentId) as RequestedShipment;
  const next = { ...shipment, ...change };
  if (shipmentTotal(next).lt(zero)) {
    const most = Decimal(next.price).plus(next.fee).toFixed();
    return refuse('discount-exceeds-price', `the discount, ${next.discount}, is larger than price and fee, ${most}`, path);
  }
  return { ...content, shipments: content.shipments.map((each) => (each.id === shipmentId ? next : each)) };
}

function withShipments(content: EditedContent, shipments: RequestedShipment[] | Refusal): EditedContent | Refusal {
  return isRefusal(shipments) ? shipments : { ...content, shipments };
}

function withChange(content: EditedContent, change: Partial<EditedContent> | Refusal): EditedContent | Refusal {
  return isRefusal(change) ? change : { ...content, ...change };
}

/** Without the fields that are undefined, which no document holds. */
function defined<Value extends object>(value: Value): { [Name in keyof Value]: Exclude<Value[Name], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as never;
}
