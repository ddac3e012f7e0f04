import type { TaxSale } from '#contracts/events/tax-transaction.js';
import { Decimal, sum } from '#contracts/money.js';
import type { AvataxPolicy } from '#platform/store-tax.js';
import { beforeTax } from '../../domain/included-tax.js';
import { RecentAnswers } from '../recent-answers.js';
import {
  type ExchangeListener,
  type OutsideProvider,
  type RecordedTax,
  type ReturnToTell,
  TaxRefused,
  TaxUnanswered,
} from '../tax-provider.js';
import { addressMessage, resolvedIn } from './address-answer.js';
import { isOfAddress, placeAtFault } from './address-fault.js';
import { type AnsweredDocument, amountsIn, amountsOf, documentIn, isAsSent, type LineTax, lineTaxesIn, statusIn } from './avatax-answer.js';
import { type AvataxClient, AvataxRefused } from './avatax-client.js';
import { listDocuments, listedIn } from './avatax-listing.js';
import { returnModel, type SaleModel, saleModel } from './avatax-request.js';

const documentType = 'SalesInvoice';
const include = 'Lines,Details,Summary,Addresses';

/** Those whose addresses AvaTax knows. */
const addressCountries = new Set(['US', 'CA']);
const elsewhere = addressMessage('Information', 'AvaTax knows addresses of the United States and Canada only', 'address.country');

export interface AvataxAccount {
  readonly companyCode: string;
  readonly lineLimit: number;
}

/**
 * AvaTax. What is new is created and what is committed is adjusted, each of which AvaTax refuses on a voided document: create-or-adjust,
 * late, would bring it back to life.
 */
export function avataxProvider(
  client: AvataxClient,
  policy: AvataxPolicy,
  account: AvataxAccount,
  recent = new RecentAnswers<readonly LineTax[]>(0, 1),
  listener?: ExchangeListener,
): OutsideProvider {
  const { companyCode, lineLimit } = account;
  const modelOf = (sale: TaxSale) => saleModel(sale, policy, companyCode, lineLimit);
  const keyOf = (code: string, type: string = documentType) => ({
    ...{ companyCode, transactionCode: inPath(code), documentType: type, include },
  });

  const recorded = (answer: unknown, code: string, sale: TaxSale, model: SaleModel): RecordedTax => {
    const document = documentIn(answer, code);
    const { date, amount, tax } = listedIn(document.fields);
    return {
      status: statusIn(document.status),
      ...(isAsSent(document, model.referenceCode, sale) && { amounts: amountsIn(document, sale) }),
      sums: { date, amount, tax },
    };
  };

  return {
    name: 'avatax',
    async quote(sale, { mayBeRecent } = { mayBeRecent: false }) {
      const model = modelOf(sale);
      const ask = async () => {
        const answer = await client.ask((sdk) => sdk.createTransaction({ include, model }));
        return lineTaxesIn(documentIn(answer, undefined), sale);
      };
      try {
        return amountsOf(await (mayBeRecent ? recent.of(model.referenceCode, ask) : ask()), sale);
      } catch (error) {
        throw error instanceof AvataxRefused ? new TaxRefused(error.message, placeAtFault(error.faults, sale)) : error;
      }
    },
    async resolve(address) {
      const { country, line1, line2, city, region, postalCode } = address;
      if (!addressCountries.has(country)) return { status: 'unchecked', messages: [elsewhere] };
      const model = { country, line1, line2, city, region, postalCode, textCase: 'Mixed' };
      try {
        return resolvedIn(await client.ask((sdk) => sdk.resolveAddressPost({ model })));
      } catch (error) {
        if (!(error instanceof AvataxRefused) || !isOfAddress(error.faults)) throw error;
        return { status: 'invalid', messages: error.faults.map(({ text, refersTo }) => addressMessage('Error', text, refersTo)) };
      }
    },
    async find(code, sale) {
      const model = modelOf(sale);
      const answer = await client.find((sdk) => sdk.getTransactionByCode(keyOf(code)), listener);
      return answer === 'absent' ? 'absent' : recorded(answer, code, sale, model);
    },
    async record(code, sale, { over, commits, why }) {
      const model = { ...modelOf(sale), type: documentType, code, commit: commits } as const;
      const isCommitted = over !== 'absent' && over.status === 'Committed';
      const adjustment = {
        adjustmentReason: 'Other',
        adjustmentDescription: why.slice(0, 255),
        newTransaction: { ...model, commit: true },
      };
      const answer = await client.ask(
        (sdk) => (isCommitted ? sdk.adjustTransaction({ ...keyOf(code), model: adjustment }) : sdk.createTransaction({ include, model })),
        listener,
      );
      const after = recorded(answer, code, sale, model);
      if (!after.amounts || after.status !== (commits || isCommitted ? 'Committed' : 'Saved')) {
        throw new TaxUnanswered('AvaTax answered with another document than was sent');
      }
      return after;
    },
    async findReturn(returned) {
      const answer = await client.find((sdk) => sdk.getTransactionByCode(keyOf(returned.code, 'ReturnInvoice')), listener);
      if (answer === 'absent') return 'absent';
      const document = documentIn(answer, returned.code);
      // One that is not committed is written anew.
      if (document.status !== 'Committed') return document.status === 'Cancelled' ? 'voided' : 'absent';
      return isAsTold(document, returned, returnModel(returned, policy, companyCode, lineLimit)) ? 'recorded' : 'recorded otherwise';
    },
    async recordReturn(returned) {
      const model = returnModel(returned, policy, companyCode, lineLimit);
      const document = documentIn(await client.ask((sdk) => sdk.createTransaction({ include, model }), listener), returned.code);
      if (document.status !== 'Committed' || !isAsTold(document, returned, model)) {
        throw new TaxUnanswered('AvaTax answered with another document than was sent');
      }
    },
    async void(code, type) {
      const answer = await client.ask((sdk) => sdk.voidTransaction({ ...keyOf(code, type), model: { code: 'DocVoided' } }), listener);
      if ((answer as { status?: unknown } | null)?.status !== 'Cancelled') throw new TaxUnanswered('AvaTax answered without a document');
    },
    async test() {
      await client.ping();
      const answer = await client.askNow((sdk) => sdk.queryCompanies({ filter: `companyCode eq '${companyCode.replaceAll("'", "''")}'` }));
      const companies = (answer as { value?: { companyCode?: unknown }[] } | null)?.value ?? [];
      if (!companies.some((company) => company.companyCode === companyCode)) {
        throw new TaxRefused(`AvaTax knows no company with the code "${companyCode}"`);
      }
    },
    list: (from, to) => listDocuments(client, companyCode, from, to),
    async look(code, type) {
      const key = { companyCode, transactionCode: inPath(code), documentType: type };
      const answer = await client.find((sdk) => sdk.getTransactionByCode(key));
      return answer === 'absent' ? 'absent' : listedIn(answer);
    },
    heardBy: (heard) => avataxProvider(client, policy, account, recent, heard),
  };
}

/** What was sent, with exactly its amounts. */
function isAsTold({ referenceCode, fields }: AnsweredDocument, { parts, sale }: ReturnToTell, model: SaleModel): boolean {
  const [net, tax] = [sum(parts.map((part) => beforeTax(part, sale))), sum(parts.map((part) => Decimal(part.tax ?? '0')))];
  const isTotal = (told: unknown, amount: Decimal) => typeof told === 'number' && amount.times('-1').eq(String(told));
  return referenceCode === model.referenceCode && isTotal(fields.totalTax, tax) && isTotal(fields.totalAmount, net);
}

/** The SDK escapes nothing, and AvaTax has its own way of writing these. */
function inPath(code: string): string {
  const written: Record<string, string> = { '/': '_-ava2f-_', '+': '_-ava2b-_', '?': '_-ava3f-_', '%': '_-ava25-_', '#': '_-ava23-_' };
  return code.replace(/[/+?%#]/g, (sign) => written[sign] ?? sign);
}
