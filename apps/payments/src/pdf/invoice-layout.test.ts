import { extractText, getDocumentProxy } from 'unpdf';
import { PdfPrinter } from '#platform/pdf/pdf-printer.js';
import { type Basket, invoicedOrder } from '../../../../test/invoiced-orders.js';
import { draftInvoice } from '../domain/draft-invoice.js';
import type { Invoice, InvoiceEvent } from '../domain/invoice.js';
import { issueInvoice } from '../domain/issue-invoice.js';
import { invoiceLayout } from './invoice-layout.js';

const printer = new PdfPrinter();
afterAll(() => printer.onApplicationShutdown());
const print = (invoice: Invoice) => printer.print(invoiceLayout(invoice));

const seller = {
  id: 'ACME',
  name: 'Acme Ltd',
  address: ['1 Mill Lane', 'Leeds LS1 1AA'],
  taxNumber: 'GB 123',
  footer: 'Sort code 12-34-56',
};
const line = { price: '1234.5', discount: '0.10', quantity: 2, fee: '0', taxRate: '0.20' };
const basket = (lines: Basket['lines'] = [line]): Basket => ({
  lines,
  shipments: [{ price: '4.95', discount: '0', fee: '0', taxRate: '0.05' }],
  ...{ discount: '0', fee: '0', taxRate: '0.20', currency: 'GBP' },
});

function issued(changes: Partial<Invoice> = {}, of: Basket = basket()): Invoice {
  const { pricesIncludeTax = false } = of;
  const rounding = { mode: 'half-away-from-zero', tax: 'order', pricesIncludeTax } as const;
  const drafting = { invoiceId: 'i1', turn: 1, seller, country: 'GB', rounding, discountInLines: false };
  const drafted = draftInvoice(null, drafting, { from: 'order', note: 'Thank you' }, invoicedOrder(of), []) as InvoiceEvent[];
  const issuing = { number: 'ACME-2026-00007', series: 's', sequence: 7, issuedAt: '2026-11-27T10:00:00.000Z', dueDate: '2026-12-11' };
  const [event] = issueInvoice({ ...(drafted[0] as InvoiceEvent).data, ...changes }, issuing) as InvoiceEvent[];
  return (event as InvoiceEvent).data;
}

/** What can be read on each page. */
async function pagesOf(invoice: Invoice): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await print(invoice))), { mergePages: false });
  return text.map((page) => page.replaceAll(/\s+/g, ' '));
}

test('an invoice says who sells what to whom, at what price and tax', async () => {
  const [page = '', ...more] = await pagesOf(issued());
  expect(more).toEqual([]);
  for (const text of [
    'Invoice',
    'ACME-2026-00007',
    '27 Nov 2026',
    '11 Dec 2026',
    'CO261126-00001',
    'Tax number: GB 123',
    'Sort code 12-34-56',
    'Thank you',
  ])
    expect(page).toContain(text);
  for (const text of ['A. Buyer', '1 High Street', 'LS1 4AP Leeds', 'Product 1', 'sku-1', 'Shipping: standard'])
    expect(page).toContain(text);
  for (const text of ['1,234.50', '2,468.80', '20 %', 'GB 20 % 2,468.80 493.76', 'GB 5 % 4.95 0.25', '2,967.76 GBP', 'Page 1 of 1'])
    expect(page).toContain(text);
});

test.each([
  ['en-GB', 'Invoice', '1,234.50', 'Page 1 of 1'],
  ['de-AT', 'Rechnung', '1 234,50', 'Seite 1 von 1'],
  ['de', 'Rechnung', '1.234,50', 'Seite 1 von 1'],
  ['fr-FR', 'Facture', '1 234,50', 'Page 1 sur 1'],
  ['es', 'Factura', '1234,50', 'Página 1 de 1'],
  ['nl-NL', 'Factuur', '1.234,50', 'Pagina 1 van 1'],
  ['pl', 'Invoice', '1,234.50', 'Page 1 of 1'],
  ['de-xx-yyyyyyyy-zz', 'Rechnung', '1.234,50', 'Seite 1 von 1'],
  [undefined, 'Invoice', '1,234.50', 'Page 1 of 1'],
])('in the language %s it is a %s', async (language, title, price, foot) => {
  const [page = ''] = await pagesOf(issued(language === undefined ? ({ language: undefined } as never) : { language }));
  for (const text of [title, price, foot]) expect(page).toContain(text);
});

describe('of prices that include their tax', () => {
  const including: Basket = { ...basket(), pricesIncludeTax: true };

  test('tax stands below the total, and beside what is before it', async () => {
    const [page = ''] = await pagesOf(issued({ paidAmount: '73.75' }, including));
    for (const text of ['Country Tax Taxable Tax With tax', 'GB 20 % 2,057.34 411.46 2,468.80', 'GB 5 % 4.71 0.24 4.95'])
      expect(page).toContain(text);
    expect(page).toContain('Subtotal 2,469.00 GBP Shipping 4.95 GBP Discount -0.20 GBP Total 2,473.75 GBP');
    expect(page).toContain('Total 2,473.75 GBP of which tax 20 % 411.46 GBP of which tax 5 % 0.24 GBP Paid -73.75 GBP Open 2,400.00 GBP');
    expect(page).not.toMatch(/Tax [\d.,]+ GBP/);
  });

  test.each([
    ['de', 'Gesamtbetrag 2.473,75 EUR davon Steuer 20 % 411,46 EUR', 'Bruttobetrag'],
    ['fr', 'Total 2 473,75 EUR dont taxe 20 % 411,46 EUR', 'Montant TTC'],
    ['es', 'Total 2473,75 EUR incl. imp. 20 % 411,46 EUR', 'Con impuesto'],
    ['nl', 'Totaal 2.473,75 EUR waarvan btw 20 % 411,46 EUR', 'Incl. btw'],
  ])('in the language %s too', async (language, total, withTax) => {
    const [page = ''] = await pagesOf(issued({ language }, { ...including, currency: 'EUR' }));
    for (const text of [total, withTax]) expect(page).toContain(text);
  });
});

test('what is void or not issued is marked so, and what is paid is taken off', async () => {
  const [page = ''] = await pagesOf({ ...issued(), status: 'Void', paidAmount: '67.76' });
  for (const text of ['Void', 'Paid -67.76 GBP', 'Open 2,900.00 GBP']) expect(page).toContain(text);
});

test('a thousand lines go over pages, each with the head of the table and its number, while other work goes on', async () => {
  const lines = Array.from({ length: 1_000 }, () => line);
  const invoice = issued({}, basket(lines));
  const turns = turnsUntil(print(invoice));
  const pages = await pagesOf(invoice);
  expect(pages.length).toBeGreaterThan(20);
  for (const [index, page] of pages.entries()) {
    expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    if (index > 0) expect(page).toContain('Acme Ltd · Invoice ACME-2026-00007');
  }
  expect(pages.filter((page) => page.includes('Item Quantity Price Discount Tax Amount')).length).toBeGreaterThan(pages.length - 2);
  expect(pages.join(' ').match(/sku-\d+/g)).toHaveLength(1_000);
  // In this thread it would be laid out in one turn, or a few.
  expect(await turns).toBeGreaterThan(100);
});

test('several at once are each answered with their own', async () => {
  const pages = await Promise.all(['A-1', 'B-2', 'C-3'].map((orderNumber) => pagesOf(issued({ orderNumber }))));
  expect(pages.map(([page]) => page?.match(/[ABC]-\d/)?.[0])).toEqual(['A-1', 'B-2', 'C-3']);
});

/** How often this thread could turn to other work until something was done. */
async function turnsUntil(done: Promise<unknown>): Promise<number> {
  let [turns, isDone] = [0, false];
  void done.finally(() => {
    isDone = true;
  });
  for (; !isDone; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  return turns;
}
