import type { Content } from 'pdfmake/interfaces.js';
import type { ShippedItem } from '#contracts/events/shipment.js';
import type { ShipmentPackage } from '#contracts/packages.js';
import { addressLines } from '#platform/pdf/address-lines.js';
import { wordsFor } from '#platform/pdf/languages.js';
import type { PrintLayout } from '#platform/pdf/print-layout.js';
import type { Store } from '#platform/stores.js';
import type { Consignment } from '../domain/consignment.js';
import { notPacked } from '../domain/package-contents.js';
import type { Shipment } from '../domain/shipment.js';
import { languages, type Words } from './words.js';

/** What goes to one place at once: a shipment, or a consignment with what its shipments hold. */
export type Packed = Pick<
  Shipment,
  'number' | 'status' | 'sentAt' | 'tracking' | 'deliveryAddress' | 'pickupLocation' | 'items' | 'packages'
> & {
  readonly orderNumbers: readonly string[];
  readonly method?: string;
};

type PackedShipment = Omit<Packed, 'packages'> & { readonly packages: readonly ShipmentPackage[] };

/** A shipment to be packed by itself. */
export function packedShipment(shipment: Shipment): Packed {
  return { ...shipment, orderNumbers: [shipment.orderNumber] };
}

/** A consignment to be packed as a whole; its shipments go to one place. */
export function packedConsignment(
  { number, status, sentAt, tracking, packages, parts }: Consignment,
  shipments: readonly Shipment[],
): Packed {
  const [first] = shipments;
  const { method, deliveryAddress, pickupLocation } = first ?? {};
  return {
    ...{ number, status, orderNumbers: parts.map(({ orderNumber }) => orderNumber), items: shipments.flatMap(({ items }) => items) },
    ...(method !== undefined && { method }),
    ...(deliveryAddress && { deliveryAddress }),
    ...(pickupLocation && { pickupLocation }),
    ...(sentAt !== undefined && { sentAt }),
    ...(tracking && { tracking }),
    ...(packages && { packages }),
  };
}

/** What lies in a parcel for whoever unpacks it: what is in each package, and no prices. */
export function packingSlipLayout(state: Packed, { legalEntity, id }: Store, language?: string): PrintLayout {
  const { words, locale } = wordsFor(languages, language);
  const shipment = { ...state, packages: state.packages ?? [] };
  const sender = legalEntity?.name ?? id;
  const title = `${words.packingSlip} ${shipment.number}`;
  return {
    head: `${sender} · ${title}`,
    foot: [sender, ...(legalEntity?.address ?? [])].join(' · '),
    pageOf: words.page,
    definition: {
      pageSize: 'A4',
      pageMargins: [50, 60, 50, 70],
      info: { title, author: sender, creationDate: new Date(shipment.sentAt ?? 0) },
      defaultStyle: { fontSize: 9 },
      ...(shipment.status === 'Cancelled' ? { watermark: { text: words.cancelled, opacity: 0.12 } } : {}),
      content: [
        headOf(shipment, [sender, ...(legalEntity?.address ?? [])], words, locale),
        destination(shipment, words),
        ...shipment.packages.flatMap((each) => packageOf(each, shipment, words)),
        ...itemsOf(
          shipment.packages.length === 0 ? undefined : words.notPacked,
          notPacked(shipment.packages, shipment.items),
          shipment,
          words,
        ),
      ],
    },
  };
}

function headOf(
  { number, orderNumbers, method, sentAt, tracking }: PackedShipment,
  sender: string[],
  words: Words,
  locale: string,
): Content {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const facts: (readonly [string, string | undefined])[] = [
    [words.number, number],
    [words.order, orderNumbers.join(', ')],
    [words.method, method],
    [words.sentOn, sentAt && day.format(new Date(sentAt))],
    [words.tracking, trackingText(tracking)],
  ];
  const [name, ...address] = sender;
  return {
    columns: [
      [{ text: name ?? '', bold: true, fontSize: 12 }, ...address],
      [{ text: words.packingSlip, bold: true, fontSize: 18, margin: [0, 0, 0, 6] }, ...facts.flatMap(factOf)],
    ],
  };
}

function factOf([name, value]: readonly [string, string | undefined]): Content[] {
  return value === undefined ? [] : [{ columns: [{ text: name, width: 90, color: '#555' }, value] }];
}

function trackingText(tracking: Shipment['tracking']): string | undefined {
  return tracking && ([tracking.carrier, tracking.number].filter(Boolean).join(' ') || undefined);
}

function destination({ pickupLocation, deliveryAddress }: PackedShipment, words: Words): Content {
  const lines = pickupLocation ? [pickupLocation.name, ...addressLines(pickupLocation.address)] : addressLines(deliveryAddress);
  const shown = lines.filter((line) => line !== undefined);
  return {
    stack: [{ text: pickupLocation ? words.pickUpAt : words.deliverTo, color: '#555' }, ...shown],
    margin: [0, 24, 0, 12],
  };
}

function packageOf(each: ShipmentPackage, shipment: PackedShipment, words: Words): Content[] {
  const { id, type, barcode, weight, dimensions, items, tracking } = each;
  const size = dimensions && `${dimensions.length} × ${dimensions.width} × ${dimensions.height} ${dimensions.unit}`;
  const facts: (readonly [string, string | undefined])[] = [
    [words.weight, weight && `${weight.value} ${weight.unit}`],
    [words.dimensions, size],
    [words.tracking, trackingText(tracking)],
  ];
  const title = [`${words.package} ${id}/${shipment.packages.length}`, type, barcode].filter((part) => part !== undefined).join(' · ');
  return itemsOf(title, items, shipment, words, facts);
}

function itemsOf(
  title: string | undefined,
  items: readonly { readonly orderId: string; readonly lineId: string; readonly quantity: number }[],
  shipment: PackedShipment,
  words: Words,
  facts: readonly (readonly [string, string | undefined])[] = [],
): Content[] {
  if (items.length === 0 && facts.length === 0) return [];
  const head = [words.item, 'SKU', words.quantity].map((text, column) => ({ text, bold: true, alignment: alignmentOf(column) }));
  const rows = items.map(({ orderId, lineId, quantity }) => {
    const product = shipment.items.find((item) => item.orderId === orderId && item.lineId === lineId);
    return cells(product, quantity);
  });
  return [
    ...(title === undefined ? [] : [{ text: title, bold: true, margin: [0, 12, 0, 2] } as Content]),
    ...facts.flatMap(factOf),
    // Fixed, since to fit them to a thousand lines takes seconds.
    { table: { headerRows: 1, dontBreakRows: true, widths: ['*', 120, 60], body: [head, ...rows] }, layout: 'lightHorizontalLines' },
  ];
}

function cells(product: ShippedItem | undefined, quantity: number) {
  return [product?.name ?? '', product?.sku ?? '', String(quantity)].map((text, column) => ({ text, alignment: alignmentOf(column) }));
}

function alignmentOf(column: number): 'left' | 'right' {
  return column === 2 ? 'right' : 'left';
}
