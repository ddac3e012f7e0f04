import { Decimal } from '#contracts/money.js';
import type { ListedDocument } from '../../domain/compare-documents.js';
import { TaxUnanswered } from '../tax-provider.js';
import { statusIn } from './avatax-answer.js';
import type { AvataxClient } from './avatax-client.js';

/** Avalara gives no more at once. */
const PAGE = 1_000;

type Page = { readonly '@recordsetCount'?: unknown; readonly value?: unknown } | null;

/** Every revision in a company from one day to another, by id, so that what is written meanwhile comes last. Throws TaxUnanswered, TaxRefused. */
export async function* listDocuments(client: AvataxClient, companyCode: string, from: string, to: string): AsyncGenerator<ListedDocument> {
  // Without a date in the filter, AvaTax lists the last thirty days.
  const asked = { companyCode, filter: `date ge '${from}' and date le '${to}'`, top: PAGE, orderBy: 'id' };
  for (let seen = 0; ; ) {
    const page = (await client.ask((sdk) => sdk.listTransactionsByCompany({ ...asked, skip: seen }))) as Page;
    if (!Array.isArray(page?.value)) throw new TaxUnanswered('AvaTax answered without a list');
    yield* page.value.map(listedIn);
    seen += page.value.length;
    const isWhole = page['@recordsetCount'] === undefined ? page.value.length < PAGE : seen >= Number(page['@recordsetCount']);
    if (isWhole) return;
    if (page.value.length === 0) throw new TaxUnanswered('AvaTax listed fewer documents than it said');
  }
}

/** How a document stands, by its head. Throws TaxUnanswered where it is none. */
export function listedIn(answer: unknown): ListedDocument {
  const { code, type, date, status, version, totalAmount, totalTax } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  if (![code, type, date, status].every((text) => typeof text === 'string')) throw new TaxUnanswered('AvaTax answered without a document');
  return {
    code: code as string,
    documentType: type as string,
    date: String(date).slice(0, 10),
    status: status === 'Adjusted' ? 'Adjusted' : statusIn(status as string),
    version: Number(version ?? 1),
    amount: money(totalAmount),
    tax: money(totalTax),
  };
}

function money(value: unknown): string {
  if (typeof value !== 'number' && typeof value !== 'string') throw new TaxUnanswered('AvaTax answered without an amount');
  return Decimal(String(value)).toFixed(2);
}
