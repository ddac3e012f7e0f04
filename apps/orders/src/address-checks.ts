import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AddressCheck } from '#contracts/address-check.js';
import type { ValidateAddress } from '#contracts/commands/validate-address.js';
import type { Address } from '#contracts/parties.js';
import { readErrors } from '#contracts/schema.js';
import { placeOf } from '#contracts/tax-sale.js';
import type { ChangeContext } from '#platform/change-context.js';
import { LOG } from '#platform/chassis.module.js';
import { postToService } from '#platform/http/post-to-service.js';
import { ServiceClient } from '#platform/http/service-client.js';
import type { Log } from '#platform/log.js';
import type { Store } from '#platform/stores.js';
import type { CheckedAddress } from './domain/address-check.js';
import { OrdersConfig } from './orders.config.js';

/** Asks the tax service whether there are the addresses that orders go to, where their stores want to know. */
@Injectable()
export class AddressChecks implements OnApplicationShutdown {
  readonly #tax: ServiceClient;
  readonly #within: number;

  constructor(
    config: OrdersConfig,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.#tax = new ServiceClient('tax', config.TAX_URL);
    this.#within = config.ADDRESS_DEADLINE;
  }

  /** Of a store that does not want to know, and of no address, nobody is asked. Never throws: who does not say in time has not checked it. */
  async check(store: Store, address: Address | undefined, context: ChangeContext): Promise<CheckedAddress | undefined> {
    if (!address || !checksAddresses(store)) return undefined;
    try {
      const request: ValidateAddress = { storeId: store.id, address: placeOf(address) };
      const answer = await postToService(this.#tax, '/v1/tax/addresses/validate', request, context, { within: this.#within });
      const [error] = readErrors(AddressCheck, answer);
      if (error) throw new Error(`the tax service answered with ${error.path} ${error.message}`);
      const { status, messages, checkedAt } = answer as AddressCheck;
      return { address, check: { status, messages, checkedAt } };
    } catch (error) {
      this.log.warn({ err: error, correlationId: context.correlationId }, 'an address is not checked; going on without');
      return { address, check: { status: 'unchecked', messages: [unanswered], checkedAt: new Date().toISOString() } };
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#tax.close();
  }
}

const unanswered = { severity: 'Warning' as const, text: 'the tax provider has not answered in time' };

/** Whether a store wants to know of the addresses of its orders. */
export function checksAddresses({ tax }: Store): boolean {
  return (tax.addressValidation ?? 'off') !== 'off';
}
