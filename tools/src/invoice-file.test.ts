import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Big from 'big.js';
import { rowAmount, sumOf, writtenAmount } from './invoice-amount.js';
import { groupByInvoice, type Invoice, readInvoices } from './invoice-file.js';
import { convertInvoice } from './invoice-order.js';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const line = (invoiceNo: string, stockCode = '22423') => `${invoiceNo},${stockCode},"A, B ",6,2010-12-01 08:26:00,2.55,17850.0,EIRE`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docket-invoices-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function readText(text: string, name = 'invoices.csv'): Promise<Invoice[]> {
  const file = join(folder, name);
  await writeFile(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return allOf(readInvoices(file));
}

async function allOf(invoices: AsyncIterable<Invoice>): Promise<Invoice[]> {
  const all: Invoice[] = [];
  for await (const invoice of invoices) all.push(invoice);
  return all;
}

test('reads rows as they are written', async () => {
  expect(await readText(`${header}\n${line('1')}\n`)).toEqual([
    {
      invoiceNo: '1',
      rows: [
        {
          invoiceNo: '1',
          stockCode: '22423',
          description: 'A, B',
          quantity: 6,
          invoiceDate: '2010-12-01 08:26:00',
          unitPrice: '2.55',
          customerId: '17850.0',
          country: 'EIRE',
        },
      ],
    },
  ]);
});

test('puts an interleaved invoice together, compressed or not', async () => {
  const text = [header, line('1', 'a'), line('2', 'b'), line('1', 'c'), line('3', 'd')].join('\n');
  for (const name of ['interleaved.csv', 'interleaved.csv.gz']) {
    const invoices = await readText(text, name);
    expect(invoices.map(({ invoiceNo, rows }) => [invoiceNo, ...rows.map((row) => row.stockCode)])).toEqual([
      ['1', 'a', 'c'],
      ['2', 'b'],
      ['3', 'd'],
    ]);
  }
});

test('refuses what it cannot read instead of passing over it', async () => {
  await expect(readText(`${header}\n${line('1').replace('2.55', '2,55')}`)).rejects.toThrow();
  await expect(readText(`${header}\n${line('1').replace('2.55', 'free')}`)).rejects.toThrow('row 1 of the file, UnitPrice: "free"');
  await expect(readText('InvoiceNo,Quantity\n1,1')).rejects.toThrow('lacks the column StockCode');
  await expect(allOf(readInvoices(join(folder, 'absent.csv')))).rejects.toThrow('There is no file');
  await writeFile(join(folder, 'broken.csv.gz'), 'not gzip');
  await expect(allOf(readInvoices(join(folder, 'broken.csv.gz')))).rejects.toThrow('incorrect header check');
});

test('refuses an invoice that goes on after it was handed out', async () => {
  const [row] = (await readText(`${header}\n${line('1')}`))[0]?.rows ?? [];
  if (!row) throw new Error('no row');
  const rows = [row, ...Array.from({ length: 1_001 }, () => ({ ...row, invoiceNo: '2' })), row];
  await expect(allOf(groupByInvoice(rows))).rejects.toThrow('invoice 1 goes on');
});

test('the sample comes to what its README says, and nothing of it is lost', async () => {
  let rows = 0;
  let read = Big('0');
  let saleLines = Big('0');
  let placed = Big('0');
  let leftOut = Big('0');
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  for await (const invoice of readInvoices('samples/online-retail-2010-12--2011-02.csv.gz')) {
    const { order, leftOut: parts } = convertInvoice(invoice);
    rows += invoice.rows.length;
    read = read.plus(sumOf(invoice.rows.map(rowAmount)));
    if (order) {
      count('placed');
      placed = placed.plus(order.sum);
      saleLines = saleLines.plus(sumOf(invoice.rows.map(rowAmount).filter((amount) => amount.gt('0'))));
      if (order.body.shipments) count('with a shipping charge');
      if (order.body.payments) count('of guests');
    }
    for (const part of parts) {
      count(part.reason);
      leftOut = leftOut.plus(part.sum);
    }
  }
  expect(rows).toBe(105_335);
  expect(counts).toEqual({
    placed: 3_745,
    'with a shipping charge': 385,
    'of guests': 361,
    'credit note': 805,
    'stock write-off': 214,
    'free of charge': 130,
  });
  expect(writtenAmount(saleLines)).toBe('2038742.59');
  expect(writtenAmount(placed)).toBe('2038742.59');
  expect(writtenAmount(placed.plus(leftOut))).toBe(writtenAmount(read));
}, 60_000);
