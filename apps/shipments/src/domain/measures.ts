import { convert } from 'convert';
import { Decimal, exactly } from '#contracts/money.js';
import type { Dimensions, Weight } from '#contracts/order-line.js';
import type { PackageDimensions, PackageWeight } from '#contracts/packages.js';

const DECIMALS = 4;

/** A weight with its grams beside it: 1 lb → 453.5924 g. */
export function weighed({ value, unit }: Weight): PackageWeight {
  return { value, unit, grams: converted(value, convert(1, unit).to('g')) };
}

/** Dimensions with their millimetres beside them: 1 in → 25.4 mm. */
export function measured({ length, width, height, unit }: Dimensions): PackageDimensions {
  const factor = convert(1, unit).to('mm');
  const [inLength, inWidth, inHeight] = [length, width, height].map((value) => converted(value, factor)) as [string, string, string];
  return { length, width, height, unit, millimetres: { length: inLength, width: inWidth, height: inHeight } };
}

/** The library's factors are exact, its products are floats. */
function converted(value: string, factor: number): string {
  return exactly(Decimal(value).times(String(factor)).round(DECIMALS, Decimal.roundHalfUp));
}
