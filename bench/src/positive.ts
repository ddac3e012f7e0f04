import { InvalidArgumentError } from 'commander';

// Values of flags; what they throw is shown with the flag's name.

export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('must be a number above zero');
  return value;
}

export function positiveInteger(text: string): number {
  const value = positive(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('must be a whole number above zero');
  return value;
}

export function positiveIntegers(text: string): number[] {
  return text.split(',').map(positiveInteger);
}
