import { type CalculatedLine, type Detail, taxCalculatedOf, taxOf } from './calculated-line.js';
import { inJson } from './in-json.js';
import { SALES_AND_USE } from './jurisdictions.js';
import type { Address } from './requests.js';
import type { TaxDocument } from './tax-document.js';

// As long as ids below 2^53 last.
const MOST_LINES = 100_000;
const MOST_DETAILS = 10;

/** `addressId` tells by what id the document knows an address. */
export function lineView(document: TaxDocument, line: CalculatedLine, index: number, addressId: (address: Address) => number): object {
  const { id: transactionId, request } = document;
  const { line: item, route, override } = line;
  const id = transactionId && transactionId * MOST_LINES + index + 1;
  const entityUseCode = item.entityUseCode ?? item.customerUsageType ?? request.entityUseCode ?? request.customerUsageType ?? '';
  const businessIdentificationNo = request.businessIdentificationNo ?? item.businessIdentificationNo ?? '';
  const destinationAddressId = addressId(route.to);
  return {
    ...{ id, transactionId, lineNumber: line.number, boundaryOverrideId: 0, customerUsageType: entityUseCode, entityUseCode },
    ...{ description: item.description ?? '', destinationAddressId, originAddressId: addressId(route.from) },
    ...{ discountAmount: inJson(line.discount), discountTypeId: 0, exemptAmount: inJson(line.exemptAmount), exemptCertId: 0 },
    ...{ exemptNo: item.exemptionCode ?? request.exemptionNo ?? '', isItemTaxable: !line.taxableShare.eq('0'), isSSTP: false },
    ...{ itemCode: item.itemCode ?? '', lineAmount: inJson(line.lineAmount), quantity: inJson(item.quantity) || 1 },
    ...{ ref1: item.ref1 ?? '', ref2: item.ref2 ?? '', reportingDate: request.date, revAccount: item.revenueAccount ?? '' },
    ...{ sourcing: 'Destination', tax: inJson(taxOf(line)), taxableAmount: inJson(line.taxableAmount) },
    ...{ taxCalculated: inJson(taxCalculatedOf(line)), taxCode: item.taxCode || 'P0000000', taxCodeId: 0, taxDate: line.taxDate },
    ...{ taxEngine: '', taxOverrideType: override?.type ?? 'None', businessIdentificationNo },
    ...{
      taxOverrideAmount: inJson(override?.taxAmount),
      taxOverrideReason: override?.reason ?? '',
      taxIncluded: item.taxIncluded ?? false,
    },
    details: line.details.map((detail, position) => ({
      ...{ id: id && id * MOST_DETAILS + position, transactionLineId: id, transactionId, addressId: destinationAddressId },
      ...detailView(detail, line),
    })),
    ...{ nonPassthroughDetails: [], hsCode: '', costInsuranceFreight: 0, vatNumberTypeId: 0 },
    vatCode: line.taxation.reverseCharge ? `${line.taxation.jurisdictions[0].country}-RC` : '',
  };
}

const jurisTypes = { State: 'STA', County: 'CTY', City: 'CIT', Special: 'STJ', Country: 'CNT' } as const;

function detailView({ jurisdiction, taxable, exempt, nonTaxable, tax, taxCalculated }: Detail, { taxation }: CalculatedLine): object {
  const { country, region, code, name, type, taxType, taxName, rateType, rate } = jurisdiction;
  return {
    ...{ country, region, exemptAmount: inJson(exempt), exemptReasonId: 0, inState: true, jurisCode: code, jurisName: name },
    ...{ jurisdictionId: 0, signatureCode: '', stateAssignedNo: '', jurisType: jurisTypes[type], jurisdictionType: type },
    ...{ nonTaxableAmount: inJson(nonTaxable), nonTaxableRuleId: 0, nonTaxableType: taxation.none ? 'NexusRule' : 'RateRule' },
    ...{ rate: Number(rate), rateRuleId: 0, rateSourceId: 0, serCode: '', sourcing: 'Destination', tax: inJson(tax) },
    ...{ taxableAmount: inJson(taxable), taxType, taxName, taxAuthorityTypeId: SALES_AND_USE, taxRegionId: 0 },
    ...{ taxCalculated: inJson(taxCalculated), taxOverride: 0, rateType, rateTypeCode: rateType.slice(0, 1) },
    ...{ taxableUnits: inJson(taxable), nonTaxableUnits: inJson(nonTaxable), exemptUnits: inJson(exempt), unitOfBasis: 'PerCurrencyUnit' },
    isNonPassThru: false,
  };
}
