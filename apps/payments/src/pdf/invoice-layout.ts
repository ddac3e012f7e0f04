import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { InvoiceItem } from '#contracts/invoice.js';
import { Decimal, exactly, zero } from '#contracts/money.js';
import { addressLines } from '#platform/pdf/address-lines.js';
import { wordsFor } from '#platform/pdf/languages.js';
import type { PrintLayout } from '#platform/pdf/print-layout.js';
import type { Invoice } from '../domain/invoice.js';
import { type Formats, formatsFor } from './formats.js';
import { languages, type Words } from './words.js';

/** How an invoice is printed, in its order's language. */
export function invoiceLayout(invoice: Invoice): PrintLayout {
  const { words, locale } = wordsFor(languages, invoice.language);
  const formats = formatsFor(locale, invoice.currency);
  const title = invoice.kind === 'invoice' ? words.invoice : words.creditNote;
  const mark = invoice.status === 'Draft' ? words.draft : invoice.status === 'Void' ? words.void : undefined;
  const { seller, note } = invoice;
  return {
    head: `${seller.name} · ${title} ${invoice.number}`,
    foot: [seller.name, ...seller.address, ...(seller.footer ? [seller.footer] : [])].join(' · '),
    pageOf: words.page,
    definition: {
      pageSize: 'A4',
      pageMargins: [50, 60, 50, 70],
      info: { title: `${title} ${invoice.number}`, author: seller.name, creationDate: new Date(invoice.issuedAt ?? 0) },
      defaultStyle: { fontSize: 9 },
      ...(mark === undefined ? {} : { watermark: { text: mark, opacity: 0.12 } }),
      content: [
        headOf(invoice, title, words, formats),
        addresses(invoice, words),
        itemTable(invoice, words, formats),
        sums(invoice, words, formats),
        ...(note ? [{ text: note, margin: [0, 16, 0, 0] } as Content] : []),
      ],
    },
  };
}

function headOf(invoice: Invoice, title: string, words: Words, { day }: Formats): Content {
  const { seller } = invoice;
  const facts: (readonly [string, string | undefined])[] = [
    [words.number, invoice.number],
    [words.issuedOn, invoice.issuedAt && day(invoice.issuedAt)],
    [words.dueDate, invoice.dueDate && day(invoice.dueDate)],
    [words.order, invoice.orderNumber],
    [words.purchaseOrder, invoice.purchaseOrderNumber],
    [words.takesBack, invoice.creditedNumber],
  ];
  return {
    columns: [
      [
        { text: seller.name, bold: true, fontSize: 12 },
        ...seller.address,
        ...(seller.taxNumber === undefined ? [] : [`${words.taxNumber}: ${seller.taxNumber}`]),
      ],
      [
        { text: title, bold: true, fontSize: 18, margin: [0, 0, 0, 6] },
        ...facts.flatMap(([name, value]) => (value === undefined ? [] : [{ columns: [{ text: name, width: 90, color: '#555' }, value] }])),
      ],
    ],
  };
}

function addresses({ billing, shipping, customer, organisation }: Invoice, words: Words): Content {
  const to = billing ?? shipping;
  const who = [organisation?.name, to?.name === undefined ? customer?.name : undefined];
  const block = (name: string, lines: readonly (string | undefined)[]): Content => [
    { text: name, color: '#555' },
    ...lines.filter((line) => line !== undefined && line !== '').map((line) => line as string),
  ];
  return {
    columns: [block(words.billTo, [...who, ...addressLines(to)]), billing && shipping ? block(words.shipTo, addressLines(shipping)) : ''],
    margin: [0, 24, 0, 24],
  };
}

function itemTable({ items }: Invoice, words: Words, formats: Formats): Content {
  const head = [words.item, words.quantity, words.price, words.discount, words.taxRate, words.amount];
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      // Fixed, since to fit them to a thousand lines takes seconds.
      widths: ['*', 48, 62, 56, 46, 70],
      body: [head.map((text, index) => ({ ...cell(text, index > 0), bold: true })), ...items.map((item) => itemRow(item, words, formats))],
    },
    layout: 'lightHorizontalLines',
  };
}

function itemRow(item: InvoiceItem, words: Words, { amount, price, rate, count }: Formats): TableCell[] {
  const net = exactly(Decimal(item.listTotal).minus(item.discountTotal));
  const named =
    item.part === 'line' && item.sku !== undefined ? [item.name, { text: item.sku, color: '#555', fontSize: 8 }] : nameOf(item, words);
  return [
    Array.isArray(named) ? { stack: named } : named,
    cell(item.part === 'line' ? count(item.quantity) : '', true),
    cell(item.part === 'line' ? price(item.price) : '', true),
    cell(Decimal(item.discountTotal).eq(zero) ? '' : amount(item.discountTotal), true),
    cell(rate(item.taxRate), true),
    cell(amount(net), true),
  ];
}

function nameOf({ part, name }: InvoiceItem, words: Words): string {
  if (part === 'shipment') return `${words.shipping}: ${name}`;
  if (part === 'payment') return `${words.paymentMethod}: ${name}`;
  return part === 'order' ? words.orderDiscount : name;
}

/** What it comes to, on one page. */
function sums(invoice: Invoice, words: Words, formats: Formats): Content {
  const columns = [
    { width: invoice.pricesIncludeTax ? 290 : 270, stack: [taxTable(invoice, words, formats)] },
    { width: '*', stack: [sumTable(invoice, words, formats)] },
  ];
  return { unbreakable: true, margin: [0, 12, 0, 0], stack: [{ columns, columnGap: 16 }] };
}

/** Where amounts include their tax, with what is taxable and the tax together: the amounts above it. */
function taxTable({ taxes, pricesIncludeTax = false }: Invoice, words: Words, { amount, rate }: Formats): Content {
  const widths = pricesIncludeTax ? [33, 37, 54, 46, 54] : [50, 45, 60, 50];
  const head = [words.jurisdiction, words.taxRate, words.taxable, words.tax, words.withTax];
  const rows = taxes.map(({ taxable, tax, ...each }) => {
    const withTax = exactly(Decimal(taxable).plus(tax));
    return [each.jurisdiction, rate(each.rate), amount(taxable), amount(tax), amount(withTax)];
  });
  const body = [head, ...rows].map((row) => numericRow(row.slice(0, widths.length)));
  return { table: { headerRows: 1, widths, body }, layout: 'lightHorizontalLines', fontSize: pricesIncludeTax ? 8 : 9 };
}

/** Tax stands above the total that it is a part of, or below the one that includes it. */
function sumTable({ totals, taxes, paidAmount, pricesIncludeTax = false }: Invoice, words: Words, { money, rate }: Formats): Content {
  const minus = (amount: string) => exactly(zero.minus(amount));
  const open = exactly(Decimal(totals.total).minus(paidAmount));
  const isPaid = !Decimal(paidAmount).eq(zero);
  const rows: (readonly [string, string])[] = [
    [words.subTotal, totals.subTotal],
    [words.shipping, totals.shippingTotal],
    [words.paymentMethod, totals.paymentTotal],
    [words.fees, totals.feeTotal],
    [words.discount, minus(totals.discountTotal)],
  ];
  const shown = rows.filter(([, value], index) => index === 0 || !Decimal(value).eq(zero));
  const plain = ([name, value]: readonly [string, string]) => numericRow([name, money(value)]);
  const bold = (row: readonly [string, string]) => plain(row).map((each) => ({ ...each, bold: true }));
  const taxed = taxes.filter(({ tax }) => !Decimal(tax).eq(zero));
  const contained = taxed.map((tax): [string, string] => [words.containedTax.replace('{rate}', rate(tax.rate)), tax.tax]);
  return {
    table: {
      widths: ['*', 90],
      body: [
        ...[...shown, ...(pricesIncludeTax ? [] : [[words.tax, totals.taxTotal] as const])].map(plain),
        bold([words.total, totals.total]),
        ...(pricesIncludeTax ? contained : []).map(plain),
        ...(isPaid ? [bold([words.paid, minus(paidAmount)]), bold([words.open, open])] : []),
      ],
    },
    layout: 'lightHorizontalLines',
  };
}

function numericRow(texts: readonly string[]) {
  return texts.map((text, index) => cell(text, index > 0));
}

function cell(text: string, isNumber: boolean) {
  return { text, alignment: isNumber ? ('right' as const) : ('left' as const) };
}
