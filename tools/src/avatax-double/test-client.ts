import type { AvataxDouble } from './avatax-double.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
export type Body = any;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

export const places = {
  irvine: { line1: '2000 Main Street', city: 'Irvine', region: 'CA', country: 'US', postalCode: '92614' },
  newYork: { line1: '350 5th Avenue', city: 'New York', region: 'NY', country: 'US', postalCode: '10118' },
  miami: { line1: '1 Biscayne Boulevard', city: 'Miami', region: 'FL', country: 'US', postalCode: '33132' },
  seattle: { line1: '600 4th Avenue', city: 'Seattle', region: 'WA', country: 'US', postalCode: '98104' },
  philadelphia: { line1: '1400 John F Kennedy Boulevard', city: 'Philadelphia', region: 'PA', country: 'US', postalCode: '19107' },
  portland: { line1: '1221 SW 4th Avenue', city: 'Portland', region: 'OR', country: 'US', postalCode: '97204' },
  warsaw: { line1: 'Marszałkowska 1', city: 'Warszawa', country: 'PL', postalCode: '00-624' },
  berlin: { line1: 'Karl-Marx-Allee 1', city: 'Berlin', country: 'DE', postalCode: '10178' },
  london: { line1: '1 Whitehall', city: 'London', country: 'GB', postalCode: 'SW1A 2HB' },
  amsterdam: { line1: 'Damrak 1', city: 'Amsterdam', country: 'NL', postalCode: '1012 LG' },
  helsinki: { line1: 'Mannerheimintie 1', city: 'Helsinki', country: 'FI', postalCode: '00100' },
  montreal: { line1: '275 Rue Notre-Dame Est', city: 'Montréal', region: 'QC', country: 'CA', postalCode: 'H2Y 1C6' },
} as const;

/** A recorded sale of 65 in California, taxed with 5.04. */
export function sale(code: string, more: object = {}): Body {
  return {
    ...{ type: 'SalesInvoice', code, companyCode: 'DEFAULT', date: '2026-11-20', customerCode: 'C-1' },
    addresses: { singleLocation: places.irvine },
    lines: [{ number: '1', amount: 65, quantity: 1, taxCode: 'P0000000' }],
    ...more,
  };
}

export function basic(name: string, secret: string): string {
  return `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
}

/** Requests to a double as they go over the wire. */
export class TestClient {
  constructor(private readonly double: AvataxDouble) {}

  async ask(method: string, path: string, body?: object | string, authorization: string | null = this.#known()): Promise<Reply> {
    const headers = { 'content-type': 'application/json', ...(authorization !== null && { authorization }) };
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(`${this.double.url}${path}`, { method, headers, ...sent });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text === '' ? undefined : JSON.parse(text) };
  }

  create(body: object): Promise<Reply> {
    return this.ask('POST', '/api/v2/transactions/create', body);
  }

  createOrAdjust(createTransactionModel: object, more: object = {}): Promise<Reply> {
    return this.ask('POST', '/api/v2/transactions/createoradjust', { ...more, createTransactionModel });
  }

  /** A document by its code; `types` other than SalesInvoice are told. */
  read(code: string, type = 'SalesInvoice'): Promise<Reply> {
    return this.ask('GET', `${pathOf(code)}?documentType=${type}`);
  }

  act(code: string, action: string, body?: object, query = 'documentType=SalesInvoice'): Promise<Reply> {
    return this.ask('POST', `${pathOf(code)}/${action}?${query}`, body);
  }

  /** A sale that has come to this status. */
  async reach(code: string, status: 'Saved' | 'Posted' | 'Committed' | 'Cancelled' | 'locked'): Promise<Body> {
    await this.create(sale(code));
    if (status === 'Posted') await this.act(code, 'verify', {});
    if (status === 'Committed' || status === 'locked') await this.act(code, 'commit', { commit: true });
    if (status === 'Cancelled') await this.act(code, 'void', { code: 'DocVoided' });
    if (status === 'locked') this.double.lock({ code });
    return (await this.read(code)).body;
  }

  #known(): string {
    return basic(this.double.access.accountId, this.double.access.licenseKey);
  }
}

export function pathOf(code: string): string {
  return `/api/v2/companies/DEFAULT/transactions/${code}`;
}
