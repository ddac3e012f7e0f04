import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CancelConsignment, CombineShipments, PriceConsignment, RemoveParts } from '#contracts/commands/combine-shipments.js';
import { PackShipment } from '#contracts/commands/prepare-shipment.js';
import { DeliverShipment, SendShipment } from '#contracts/commands/send-shipment.js';
import type { Refusal } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import type { AggregateStore } from '#platform/aggregate-store.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { ChangesOf, changesPage } from '#platform/http/changes.js';
import { setDocumentHeaders } from '#platform/http/document-headers.js';
import { pageOf } from '#platform/http/page.js';
import { pdfHeaders } from '#platform/http/pdf-headers.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import { Context, conditional, idempotent, type RequestContext } from '#platform/http/request-context.js';
import { PdfPrinter } from '#platform/pdf/pdf-printer.js';
import { storeOf } from '#platform/stores.js';
import { CombinationsService } from '../combinations.service.js';
import { ConsignmentSending } from '../consignment-sending.js';
import { ConsignmentsService } from '../consignments.service.js';
import type { Consignment, ConsignmentEvent } from '../domain/consignment.js';
import { packedConsignment, packingSlipLayout } from '../pdf/packing-slip-layout.js';
import { consignmentAggregate } from '../storage/consignment.schema.js';
import { ConsignmentList } from '../storage/consignment-list.js';
import { CombineOptions, ConsignmentsQuery } from './consignment.queries.js';
import { combinedView, consignmentView, planView } from './consignment.view.js';
import { PackingSlipQuery } from './shipment.queries.js';

@Controller('v1')
export class ConsignmentsController {
  constructor(
    private readonly combinations: CombinationsService,
    private readonly consignments: ConsignmentsService,
    private readonly sending: ConsignmentSending,
    @Inject(storeFor(consignmentAggregate)) private readonly store: AggregateStore<Consignment, ConsignmentEvent>,
    private readonly list: ConsignmentList,
    @Inject(STORES) private readonly stores: Stores,
    private readonly printer: PdfPrinter,
  ) {}

  /** Shipments of several orders go with one delivery each. */
  @Post('shipments/combine')
  @HttpCode(200)
  async combine(
    @Query(validated(CombineOptions)) { preview }: CombineOptions,
    @Body(validated(CombineShipments)) command: CombineShipments,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (preview === 'true') return planView(orThrow(await this.combinations.plan(command, context)));
    const combined = orThrow(await this.combinations.combine(command, because(idempotent(context, command), command.reason)));
    if (combined.combination.replayed) reply.header('idempotency-replayed', 'true');
    return combinedView(combined);
  }

  /** Newest first. */
  @Get('consignments')
  find(@Query(validated(ConsignmentsQuery)) { limit, cursor, count, ...conditions }: ConsignmentsQuery) {
    return pageOf(
      { limit, cursor, count },
      {
        find: (size, after) => this.list.find(conditions, size, after),
        cursorOf: ({ createdAt, id }) => [createdAt, id],
        count: () => this.list.count(conditions),
      },
    );
  }

  @Get('consignments/:id')
  async byId(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#answer(reply, orNotFound(await this.store.find(id), 'such consignment'));
  }

  @Get('consignments/:id/packing-slip')
  async packingSlip(
    @Param('id') id: string,
    @Query(validated(PackingSlipQuery)) { language }: PackingSlipQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const consignment = orNotFound(await this.store.find(id), 'such consignment');
    const packed = packedConsignment(consignment.state, await this.consignments.partsOf(consignment.state));
    const pdf = await this.printer.print(packingSlipLayout(packed, storeOf(this.stores, consignment.state.storeId), language));
    reply.headers(pdfHeaders(consignment));
    return pdf;
  }

  /** Who changed what, when and why, oldest first. */
  @Get('consignments/:id/changes')
  async changes(@Param('id') id: string, @Query(validated(ChangesOf)) query: ChangesOf) {
    orNotFound(await this.store.find(id), 'such consignment');
    return changesPage(this.store.history, id, query);
  }

  /** All packages of it as a whole. */
  @Post('consignments/:id/packages')
  @HttpCode(200)
  async pack(
    @Param('id') id: string,
    @Body(validated(PackShipment)) packing: PackShipment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#answer(reply, await this.consignments.pack(id, packing, idempotent(conditional(context), packing)));
  }

  /** What it costs is shared out anew. */
  @Post('consignments/:id/price')
  @HttpCode(200)
  async price(
    @Param('id') id: string,
    @Body(validated(PriceConsignment)) pricing: PriceConsignment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#answer(reply, await this.consignments.price(id, pricing, idempotent(conditional(context), pricing)));
  }

  /** It has left the house, with all its parts. */
  @Post('consignments/:id/send')
  @HttpCode(200)
  async send(
    @Param('id') id: string,
    @Body(validated(SendShipment)) sending: SendShipment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#answer(reply, await this.sending.send(id, sending, idempotent(conditional(context), sending)));
  }

  /** It has reached whom it was sent to. */
  @Post('consignments/:id/deliver')
  @HttpCode(200)
  async deliver(
    @Param('id') id: string,
    @Body(validated(DeliverShipment)) delivery: DeliverShipment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#answer(reply, await this.sending.deliver(id, delivery, idempotent(conditional(context), delivery)));
  }

  /** Shipments go by themselves again. */
  @Post('consignments/:id/parts/remove')
  @HttpCode(200)
  async removeParts(
    @Param('id') id: string,
    @Body(validated(RemoveParts)) removal: RemoveParts,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#answer(reply, await this.consignments.removeParts(id, removal, idempotent(conditional(context), removal)));
  }

  /** All of them do. */
  @Post('consignments/:id/cancel')
  @HttpCode(200)
  async cancel(
    @Param('id') id: string,
    @Body(validated(CancelConsignment)) cancellation: CancelConsignment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#answer(reply, await this.consignments.cancel(id, cancellation.reason, idempotent(conditional(context), cancellation)));
  }

  async #answer(reply: FastifyReply, outcome: Stored<Consignment> | Refusal) {
    const consignment = orThrow(outcome);
    setDocumentHeaders(reply, consignment);
    return consignmentView(consignment, await this.consignments.partsOf(consignment.state));
  }
}

function because<Change extends object>(context: Change, reason: string | undefined): Change {
  return reason === undefined ? context : { ...context, reason };
}
