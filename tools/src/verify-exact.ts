export type Rounding = 'half-away-from-zero' | 'toward-zero';

/**
 * An exact decimal fraction: `digits / 10^scale` in big integers. What the verification computes with,
 * so that a fault in the services' own arithmetic cannot hide in it.
 */
export class Exact {
  private constructor(
    private readonly digits: bigint,
    private readonly scale: number,
  ) {}

  static readonly zero = new Exact(0n, 0);

  /** From a decimal string such as `-12.34`. Throws on anything else. */
  static of(text: string): Exact {
    const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
    if (!match) throw new Error(`"${text}" is not a decimal`);
    const [, sign = '', whole = '', decimals = ''] = match;
    return new Exact(BigInt(`${sign}${whole}${decimals}`), decimals.length);
  }

  static sum(numbers: Iterable<Exact>): Exact {
    let sum = Exact.zero;
    for (const number of numbers) sum = sum.plus(number);
    return sum;
  }

  plus(other: Exact): Exact {
    const scale = Math.max(this.scale, other.scale);
    return new Exact(this.at(scale) + other.at(scale), scale);
  }

  minus(other: Exact): Exact {
    return this.plus(new Exact(-other.digits, other.scale));
  }

  times(other: Exact): Exact {
    return new Exact(this.digits * other.digits, this.scale + other.scale);
  }

  /** The quotient to so many decimals, half away from zero; neither may be below zero. */
  dividedBy(other: Exact, decimals: number): Exact {
    const [dividend, divisor] = [this.digits * 10n ** BigInt(decimals + other.scale), other.digits * 10n ** BigInt(this.scale)];
    return new Exact((2n * dividend + divisor) / (2n * divisor), decimals);
  }

  equals(other: Exact): boolean {
    return this.minus(other).digits === 0n;
  }

  isAbove(other: Exact): boolean {
    return this.minus(other).digits > 0n;
  }

  /** To so many decimals: 1.005 → 1.01, or → 1.00 toward zero. */
  rounded(decimals: number, rounding: Rounding = 'half-away-from-zero'): Exact {
    if (this.scale <= decimals) return this;
    const unit = 10n ** BigInt(this.scale - decimals);
    const size = this.digits < 0n ? -this.digits : this.digits;
    const up = rounding === 'half-away-from-zero' && 2n * (size % unit) >= unit ? 1n : 0n;
    const rounded = size / unit + up;
    return new Exact(this.digits < 0n ? -rounded : rounded, decimals);
  }

  toString(): string {
    const size = (this.digits < 0n ? -this.digits : this.digits).toString().padStart(this.scale + 1, '0');
    const point = size.length - this.scale;
    const sign = this.digits < 0n ? '-' : '';
    return this.scale === 0 ? `${sign}${size}` : `${sign}${size.slice(0, point)}.${size.slice(point)}`;
  }

  private at(scale: number): bigint {
    return this.digits * 10n ** BigInt(scale - this.scale);
  }
}
