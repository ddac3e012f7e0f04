import type { CreateTransaction, LineItem } from './requests.js';

const exemptUses = 'ABCDEFGHIJKLMNPQR';

/** The number, code or use for which a line is exempt; its own go before its document's. */
export function exemptionOf(document: CreateTransaction, line: LineItem): string | undefined {
  const isOverridden = [line.taxOverride, document.taxOverride].some((override) => override?.type === 'Exemption');
  if (isOverridden) return 'override';
  const number = line.exemptionCode ?? document.exemptionNo;
  if (number) return number;
  const use = useOf(line) ?? useOf(document);
  return use && use.length === 1 && exemptUses.includes(use) ? use : undefined;
}

/** `customerUsageType` is the older name. */
function useOf({ entityUseCode, customerUsageType }: CreateTransaction | LineItem): string | undefined {
  return entityUseCode ?? customerUsageType;
}
