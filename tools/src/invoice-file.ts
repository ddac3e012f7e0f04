import { createReadStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** One row of a file in the columns of "Online Retail"; the numbers are checked, the rest is as it was written, trimmed. */
export interface InvoiceRow {
  readonly invoiceNo: string;
  readonly stockCode: string;
  readonly description: string;
  /** Whole; negative on credit notes and stock write-offs. */
  readonly quantity: number;
  /** Local time without a zone: `2010-12-01 08:26:00`. */
  readonly invoiceDate: string;
  /** A decimal string, as in the file. */
  readonly unitPrice: string;
  readonly customerId: string;
  readonly country: string;
}

/** All rows of one invoice, in the order of the file; never empty. */
export interface Invoice {
  readonly invoiceNo: string;
  readonly rows: readonly InvoiceRow[];
}

const columns = ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Country'] as const;
type CsvRecord = Record<(typeof columns)[number], string>;

/**
 * Streams the invoices of a CSV file (`.gz`: gunzipped), in the order in which they begin.
 * Throws on a missing column, on a number that is none, and when an invoice goes on after it was taken for complete.
 */
export async function* readInvoices(file: string): AsyncGenerator<Invoice> {
  yield* groupByInvoice(readRows(file));
}

// Till systems interleave: in the sample, one invoice's last rows come after two of the next one.
const ROWS_AN_INVOICE_MAY_PAUSE = 1_000;

/** Gathers rows to invoices, holding only those that may still go on. */
export async function* groupByInvoice(input: AsyncIterable<InvoiceRow> | Iterable<InvoiceRow>): AsyncGenerator<Invoice> {
  const open = new Map<string, { invoiceNo: string; rows: InvoiceRow[]; lastRow: number }>();
  const complete = new Set<string>();
  let rowNumber = 0;
  for await (const row of input) {
    rowNumber++;
    if (complete.has(row.invoiceNo)) {
      throw new Error(`invoice ${row.invoiceNo} goes on over ${ROWS_AN_INVOICE_MAY_PAUSE} rows later: sort the file by InvoiceNo`);
    }
    let invoice = open.get(row.invoiceNo);
    if (!invoice) {
      invoice = { invoiceNo: row.invoiceNo, rows: [], lastRow: rowNumber };
      open.set(row.invoiceNo, invoice);
    }
    invoice.rows.push(row);
    invoice.lastRow = rowNumber;
    for (const oldest of open.values()) {
      if (rowNumber - oldest.lastRow <= ROWS_AN_INVOICE_MAY_PAUSE) break;
      open.delete(oldest.invoiceNo);
      complete.add(oldest.invoiceNo);
      yield { invoiceNo: oldest.invoiceNo, rows: oldest.rows };
    }
  }
  for (const { invoiceNo, rows } of open.values()) yield { invoiceNo, rows };
}

async function* readRows(file: string): AsyncGenerator<InvoiceRow> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const parser = parse({ columns: checkedHeader, bom: true, trim: true });
  const source = createReadStream(file);
  // An error anywhere destroys the parser with it, so the loop below throws it; the callback has nothing to add.
  const noteError = () => {};
  if (file.endsWith('.gz')) pipeline(source, createGunzip(), parser, noteError);
  else pipeline(source, parser, noteError);
  let recordNumber = 0;
  for await (const record of parser) yield toRow(record as CsvRecord, ++recordNumber);
}

function checkedHeader(names: string[]): string[] {
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new Error(`the file lacks the column ${missing.join(', ')}; it has ${names.join(', ')}`);
  return names;
}

function toRow(record: CsvRecord, recordNumber: number): InvoiceRow {
  // A number that cannot be read has no place in any sum, so it must not be passed over.
  if (!/^-?\d{1,15}$/.test(record.Quantity)) throw unreadable(recordNumber, 'Quantity', record.Quantity);
  if (!/^-?\d+(\.\d+)?$/.test(record.UnitPrice)) throw unreadable(recordNumber, 'UnitPrice', record.UnitPrice);
  if (record.InvoiceNo === '') throw unreadable(recordNumber, 'InvoiceNo', record.InvoiceNo);
  return {
    invoiceNo: record.InvoiceNo,
    stockCode: record.StockCode,
    // `trim` above leaves quoted text alone.
    description: record.Description.trim(),
    quantity: Number(record.Quantity),
    invoiceDate: record.InvoiceDate,
    unitPrice: record.UnitPrice,
    customerId: record.CustomerID,
    country: record.Country,
  };
}

const unreadable = (recordNumber: number, column: string, text: string) =>
  new Error(`row ${recordNumber} of the file, ${column}: "${text}" cannot be read`);
