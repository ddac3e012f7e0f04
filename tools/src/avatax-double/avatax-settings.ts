import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { storesFile } from '../verify-stores.js';
import type { Access } from './access.js';

const numbers = { order: 'AV{yyMMdd}-{00001}', payment: 'AP{yyMMdd}-{00001}', shipment: 'AS{yyMMdd}-{00001}', tax: 'AT{yyMMdd}-{00001}' };

/** Where these stores are, and most of their customers. */
export const california = { country: 'US', line1: '2000 Main Street', city: 'Irvine', region: 'CA', postalCode: '92614' };

/** A store in California of which a double at AvaTax's place knows; `tax` goes over what it has of its own. */
export function avataxStore(id: string, avatax: object = {}, tax: object = {}): object {
  return {
    ...{ id, currencies: ['USD'], country: 'US', numbers, gateways: ['manual'] },
    tax: { provider: 'avatax', avatax: { shipFrom: california, ...avatax }, ...tax },
    defaults: { shipmentMethod: 'standard', paymentGateway: 'manual', fulfilmentCentre: 'main' },
  };
}

/** Settings with which the tax service speaks with a double, and these stores are there besides those of `file`. They are written to `directory`. */
export async function avataxSettings(
  url: string,
  access: Access,
  directory: string,
  own: readonly object[],
  file = storesFile(),
): Promise<Record<string, string>> {
  const { stores } = JSON.parse(await readFile(file, 'utf8'));
  const written = path.join(directory, 'stores-with-avatax.json');
  await writeFile(written, JSON.stringify({ stores: [...stores, ...own] }));
  return {
    STORES_FILE: written,
    AVATAX_URL: url,
    AVATAX_ACCOUNT: access.accountId,
    AVATAX_LICENCE_KEY: access.licenseKey,
    AVATAX_COMPANY: 'DEFAULT',
    AVATAX_DEADLINE: '4000',
  };
}
