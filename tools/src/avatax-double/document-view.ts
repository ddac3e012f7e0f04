import type { CalculatedLine } from './calculated-line.js';
import { inJson } from './in-json.js';
import { countryOf } from './jurisdictions.js';
import { lineView } from './line-view.js';
import type { Address } from './requests.js';
import { summaryOf } from './summary-view.js';
import type { TaxDocument } from './tax-document.js';

/** A document as it is answered; without `withLines`, as in a list. */
export function documentView(document: TaxDocument, withLines = true): object {
  const { id, code, companyId, request, type, status, calculation, version } = document;
  const addresses = addressesOf(calculation.lines);
  const [destination, origin = destination] = addresses.values();
  const { entityUseCode = request.customerUsageType ?? '', taxOverride: override } = request;
  return {
    ...{ id, code, companyId, date: request.date, paymentDate: type.endsWith('Invoice') ? '1900-01-01' : request.date, status, type },
    ...{ batchCode: '', currencyCode: request.currencyCode ?? 'USD', exchangeRateCurrencyCode: request.currencyCode ?? 'USD' },
    ...{ customerUsageType: entityUseCode, entityUseCode, customerVendorCode: request.customerCode, customerCode: request.customerCode },
    ...{
      exemptNo: request.exemptionNo ?? '',
      reconciled: false,
      locationCode: '',
      reportingLocationCode: request.reportingLocationCode ?? '',
    },
    ...{ purchaseOrderNo: request.purchaseOrderNo ?? '', referenceCode: request.referenceCode ?? '' },
    ...{ salespersonCode: request.salespersonCode ?? '', taxOverrideType: override?.type ?? 'None' },
    ...{ taxOverrideAmount: inJson(override?.taxAmount), taxOverrideReason: override?.reason ?? '' },
    ...{ totalAmount: inJson(calculation.totalAmount), totalExempt: inJson(calculation.totalExempt) },
    ...{ totalDiscount: inJson(calculation.totalDiscount), totalTax: inJson(calculation.totalTax) },
    ...{ totalTaxable: inJson(calculation.totalTaxable), totalTaxCalculated: inJson(calculation.totalTaxCalculated) },
    ...{
      adjustmentReason: document.adjustmentReason,
      adjustmentDescription: document.adjustmentDescription ?? '',
      locked: document.locked,
    },
    ...{ region: destination?.address.region ?? '', country: destination ? countryOf(destination.address) : '', version },
    ...{ softwareVersion: 'avatax-double', originAddressId: id && idOf(id, origin), destinationAddressId: id && idOf(id, destination) },
    ...{ exchangeRateEffectiveDate: request.date, exchangeRate: inJson(request.exchangeRate) || 1, description: request.description ?? '' },
    ...{ email: request.email ?? '', businessIdentificationNo: request.businessIdentificationNo ?? '' },
    ...{ modifiedDate: document.modified.toISOString(), modifiedUserId: 1, taxDate: calculation.taxDate },
    ...(withLines && {
      lines: calculation.lines.map((line, index) =>
        lineView(document, line, index, (address) => id && idOf(id, addresses.get(JSON.stringify(address)))),
      ),
      addresses: [...addresses.values()].map((place) => addressView(id, place)),
      summary: summaryOf(calculation.lines),
    }),
    ...reverseChargeMessages(calculation.lines),
  };
}

interface Place {
  readonly address: Address;
  readonly position: number;
}

/** Each once, a line's destination before its origin. */
function addressesOf(lines: readonly CalculatedLine[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const address of lines.flatMap(({ route }) => [route.to, route.from])) {
    const key = JSON.stringify(address);
    if (!places.has(key)) places.set(key, { address, position: places.size });
  }
  return places;
}

function idOf(documentId: number, place: Place | undefined): number {
  return documentId * 1_000 + (place?.position ?? 0) + 1;
}

function addressView(transactionId: number, place: Place): object {
  const { line1 = '', line2 = '', line3 = '', city = '', region = '', postalCode = '', latitude, longitude } = place.address;
  return {
    ...{
      id: transactionId && idOf(transactionId, place),
      transactionId,
      boundaryLevel: line1 ? 'Address' : 'Zip5',
      line1,
      line2,
      line3,
      city,
    },
    ...{ region, postalCode, country: countryOf(place.address), taxRegionId: 0 },
    ...{ latitude: latitude?.toFixed() ?? '', longitude: longitude?.toFixed() ?? '' },
  };
}

/** A note on the invoice, not a fault. */
function reverseChargeMessages(lines: readonly CalculatedLine[]): object {
  const numbers = lines.filter(({ taxation }) => taxation.reverseCharge).map(({ number }) => number);
  if (numbers.length === 0) return {};
  const content = 'Intra-community supply of goods: the customer accounts for the tax.';
  const message = { summary: content, details: content, refersTo: numbers.join(','), severity: 'Success', source: 'AvaTaxDouble' };
  return { messages: [message], invoiceMessages: [{ content, lineNumbers: numbers }] };
}
