import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { CarrierNotice } from '#contracts/carrier-report.js';
import { refuse } from '#contracts/refusals.js';
import { inputProblem, orThrow, ProblemError } from '#platform/http/problem.js';
import { Context, type RequestContext } from '#platform/http/request-context.js';
import { ShipmentsConfig } from '../shipments.config.js';
import { ShipmentsService } from '../shipments.service.js';
import { ShipmentList } from '../storage/shipment-list.js';

export const CARRIER_WEBHOOKS = '/v1/webhooks/carriers/:carrier';

type SignedHeaders = Readonly<Record<string, string>>;

/** What carriers tell of parcels of their own accord, signed as https://www.standardwebhooks.com says. */
@Controller()
export class CarrierWebhookController {
  readonly #secrets: readonly { readonly carrier: string; readonly webhook: Webhook }[];

  constructor(
    private readonly shipments: ShipmentsService,
    private readonly list: ShipmentList,
    { CARRIER_WEBHOOK_SECRETS }: ShipmentsConfig,
  ) {
    this.#secrets = (CARRIER_WEBHOOK_SECRETS?.split(',') ?? []).map((each) => {
      const [carrier = '', ...secret] = each.split('=');
      return { carrier, webhook: new Webhook(secret.join('=')) };
    });
  }

  /** Answered after what followed is stored. A parcel that nobody has told of yet is not found, so that the carrier repeats it. */
  @Post(CARRIER_WEBHOOKS)
  @HttpCode(204)
  async receive(
    @Param('carrier') carrier: string,
    @Body() body: Buffer | undefined,
    @Headers() headers: SignedHeaders,
    @Context() { correlationId }: RequestContext,
  ): Promise<void> {
    const report = this.#reportOf(carrier, body ?? Buffer.alloc(0), headers);
    const found = await this.list.tracked(carrier, report.trackingNumber);
    if (found.length === 0) orThrow(refuse('not-found', `no shipment has left with ${report.trackingNumber} of ${carrier}`));
    for (const id of found) orThrow(await this.shipments.track(id, report, { actor: `carrier:${carrier}`, correlationId }));
  }

  #reportOf(carrier: string, body: Buffer, headers: SignedHeaders): CarrierNotice {
    const notice = { ...(this.#verified(carrier, body, headers) as object), id: headers['webhook-id'] };
    const wrong = inputProblem(CarrierNotice, notice);
    if (wrong) throw new ProblemError(wrong);
    return notice as CarrierNotice;
  }

  #verified(carrier: string, body: Buffer, headers: SignedHeaders): unknown {
    const problems = new Set<string>();
    for (const { webhook } of this.#secrets.filter((each) => each.carrier === carrier)) {
      try {
        return webhook.verify(body, headers);
      } catch (error) {
        problems.add((error as Error).message);
      }
    }
    return orThrow(refuse('webhook-refused', [...problems].join('; ') || `there is no secret of a carrier "${carrier}"`));
  }
}
