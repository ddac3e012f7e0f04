import { Type } from 'class-transformer';
import { IsInt, IsOptional, Length, Matches, Max, Min } from 'class-validator';
import { ConfigurationError, DocumentServiceConfig } from '#platform/config.js';

const PRODUCTION = 'https://rest.avatax.com';
const SANDBOX = 'https://sandbox-rest.avatax.com';

const DEADLINE = { message: 'AVATAX_DEADLINE must be milliseconds from 100 to 15000' };
const KEPT = { message: 'AVATAX_LOG_DAYS must be a whole number of days from 0 (for good) to 36500' };
const LINES = { message: 'AVATAX_LINE_LIMIT must be a whole number from 1 to 15000' };
const CACHE = { message: 'TAX_QUOTE_CACHE must be milliseconds from 0 to 3600000' };

/** Settings of the tax service: what its stores with AvaTax need. */
export class TaxConfig extends DocumentServiceConfig {
  /** Written out, since the SDK takes whatever it does not know for production. */
  @IsOptional()
  @Matches(
    /^(https:\/\/[a-z0-9.-]+(:\d{1,5})?(\/[a-z0-9._~-]+)*|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?(\/[a-z0-9._~-]+)*)$/,
    {
      message: `AVATAX_URL must be ${SANDBOX}, ${PRODUCTION}, or another address in small letters, https:// or on this machine, with no slash at its end`,
    },
  )
  AVATAX_URL?: string;
  @IsOptional() @Matches(/^[!-9;-~]{1,100}$/, { message: 'AVATAX_ACCOUNT must be an account id, without a colon' }) AVATAX_ACCOUNT?: string;
  @IsOptional()
  @Matches(/^[!-~]{8,200}$/, { message: 'AVATAX_LICENCE_KEY must be a licence key, 8 to 200 characters' })
  AVATAX_LICENCE_KEY?: string;
  @IsOptional() @Length(1, 25, { message: 'AVATAX_COMPANY must be a company code of at most 25 characters' }) AVATAX_COMPANY?: string;
  /** For a whole answer, in milliseconds. */
  @Type(() => Number) @IsInt(DEADLINE) @Min(100, DEADLINE) @Max(15_000, DEADLINE) AVATAX_DEADLINE = 10_000;
  /** Lines that a document may have by the contract with Avalara. */
  @Type(() => Number) @IsInt(LINES) @Min(1, LINES) @Max(15_000, LINES) AVATAX_LINE_LIMIT = 1_000;
  /** For how long exchanges with AvaTax and what was compared with it are kept; 0, for good. */
  @Type(() => Number) @IsInt(KEPT) @Min(0, KEPT) @Max(36_500, KEPT) AVATAX_LOG_DAYS = 400;
  /** For how long what a provider outside has quoted counts for the same question, in milliseconds; 0: it is asked each time. */
  @Type(() => Number) @IsInt(CACHE) @Min(0, CACHE) @Max(3_600_000, CACHE) TAX_QUOTE_CACHE = 60_000;
}

/** What a store with AvaTax needs. Throws ConfigurationError that names what is not set. */
export function avataxSettings(config: TaxConfig) {
  const { AVATAX_URL: url, AVATAX_ACCOUNT: accountId, AVATAX_LICENCE_KEY: licenseKey } = config;
  if (url === undefined || accountId === undefined || licenseKey === undefined) {
    throw new ConfigurationError('a store has the tax provider "avatax": set AVATAX_URL, AVATAX_ACCOUNT and AVATAX_LICENCE_KEY');
  }
  return { url, accountId, licenseKey, deadline: config.AVATAX_DEADLINE };
}
