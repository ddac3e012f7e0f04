import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { QuoteTax } from '#contracts/commands/quote-tax.js';
import { ValidateAddress } from '#contracts/commands/validate-address.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import { storeFor } from '#platform/document-service.module.js';
import { ChangesOf, changesPage } from '#platform/http/changes.js';
import { documentView } from '#platform/http/document.view.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import type { TaxDocument, TaxEvent } from '../domain/tax-document.js';
import type { TaxReturnDocument, TaxReturnEvent } from '../domain/tax-return.js';
import { taxReturnAggregate } from '../storage/tax-return.schema.js';
import { TaxService } from '../tax.service.js';

const taxDocumentView = documentView<TaxDocument, 'taxDocumentId'>('taxDocumentId');
const taxReturnView = documentView<TaxReturnDocument, 'taxDocumentId'>('taxDocumentId');

@Controller('v1')
export class TaxController {
  constructor(
    private readonly tax: TaxService,
    @Inject(AggregateStore) private readonly store: AggregateStore<TaxDocument, TaxEvent>,
    @Inject(storeFor(taxReturnAggregate)) private readonly returns: AggregateStore<TaxReturnDocument, TaxReturnEvent>,
  ) {}

  /** What tax there would be; nothing is recorded. */
  @Post('tax/quotes')
  @HttpCode(200)
  async quote(@Body(validated(QuoteTax)) request: QuoteTax) {
    return orThrow(await this.tax.quote(request));
  }

  /** Whether there is such an address, as far as the store's provider says. */
  @Post('tax/addresses/validate')
  @HttpCode(200)
  async validateAddress(@Body(validated(ValidateAddress)) request: ValidateAddress) {
    return orThrow(await this.tax.validateAddress(request));
  }

  /** The tax documents of an order, the sale first; empty while its tax is not known yet. */
  @Get('orders/:orderId/tax')
  async ofOrder(@Param('orderId') orderId: string) {
    const [documents, returns] = await Promise.all([this.store.listBy('orderId', orderId), this.returns.listBy('orderId', orderId)]);
    return { items: [...documents.map(taxDocumentView), ...returns.map(taxReturnView)] };
  }

  @Get('tax/:id')
  async byId(@Param('id') id: string) {
    const document = await this.store.find(id);
    return document ? taxDocumentView(document) : taxReturnView(orNotFound(await this.returns.find(id), 'such tax document'));
  }

  /** Who changed what, when and why, oldest first. */
  @Get('tax/:id/changes')
  async changes(@Param('id') id: string, @Query(validated(ChangesOf)) query: ChangesOf) {
    if (await this.store.find(id)) return changesPage(this.store.history, id, query);
    orNotFound(await this.returns.find(id), 'such tax document');
    return changesPage(this.returns.history, id, query);
  }
}
