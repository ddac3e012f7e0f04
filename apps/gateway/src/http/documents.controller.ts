import { Controller, Get, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Services } from '../services.js';
import { Changes, Computes, Lists, MayBeAway, MayStandAgainst, MayStayOpen, Optionally, Reads, ReadsFile, Refreshes } from './api.js';
import { changesQuery, languageQuery, pageQuery, paymentsQuery, reconciliationQuery, shipmentsQuery } from './query-parameters.js';

/** The documents that belong to orders, each read from the service that owns it. */
@ApiTags('documents')
@Controller('v1')
export class DocumentsController {
  constructor(private readonly services: Services) {}

  @Get('orders/:id/payments')
  @Reads('The payments of an order', 'Payments')
  payments(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get('payments')
  @Lists('Payments, newest first', 'PaymentSummaries')
  @Optionally(...paymentsQuery)
  listPayments(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get('reconciliation')
  @Lists('Orders whose money does not agree with what is due, newest first', 'ReconciledOrders')
  @Optionally(...reconciliationQuery)
  reconciliation(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get('payments/:id/changes')
  @Reads('Who changed what of a payment, when and why', 'Changes')
  @Optionally(...changesQuery)
  paymentChanges(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get('payments/:id')
  @Reads('A payment', 'Payment')
  payment(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get('payments/:id/transactions')
  @Reads("A payment's log of gateway transactions", 'GatewayTransactions')
  transactions(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Post('payments/:id/authorize')
  @Changes('The gateway is asked once more for what it declined', 'AuthorizePayment', 'Payment', MayStayOpen('Payment'))
  authorize(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get('payments/:id/client-secret')
  @Reads("What a storefront's page finishes the authorization with", 'ClientSecret')
  @MayStandAgainst()
  clientSecret(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Post('webhooks/stripe')
  @ApiExcludeEndpoint()
  stripeWebhook(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Post('webhooks/carriers/:carrier')
  @ApiExcludeEndpoint()
  carrierWebhook(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('payments/:id/status')
  @Changes('People call a payment one of the statuses of its store', 'SetPaymentStatus', 'Payment')
  setPaymentStatus(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Post('payments/:id/refresh')
  @Refreshes('The gateway is asked what became of the payment', 'Payment')
  refresh(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Post('payments/:id/capture')
  @Changes('Money is taken, or was received', 'CapturePayment', 'Payment', MayStayOpen('Payment'))
  capture(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Post('payments/:id/refund')
  @Changes('Money is given back, or was', 'RefundPayment', 'Payment', MayStayOpen('Payment'))
  refund(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Post('payments/:id/void')
  @Changes('What was promised is not wanted any more', 'VoidPayment', 'Payment', MayStayOpen('Payment'))
  void(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get('orders/:id/shipments')
  @Reads('The shipments of an order', 'Shipments')
  shipments(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('shipments')
  @Lists('Shipments, newest first', 'ShipmentSummaries')
  @Optionally(...shipmentsQuery)
  listShipments(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('shipments/:id/changes')
  @Reads('Who changed what of a shipment, when and why', 'Changes')
  @Optionally(...changesQuery)
  shipmentChanges(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('shipments/:id')
  @Reads('A shipment', 'Shipment')
  shipment(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('shipments/:id/packing-slip')
  @ReadsFile('What lies in a shipment, to be printed', 'application/pdf')
  @Optionally(...languageQuery)
  packingSlip(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Patch('shipments/:id')
  @Changes('Change what people say of a shipment, by a JSON merge patch', 'PatchShipment', 'Shipment')
  changeShipment(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('shipments/:id/status')
  @Changes('The warehouse has come further with a shipment, or back', 'SetShipmentStatus', 'Shipment')
  setShipmentStatus(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('shipments/:id/packages')
  @Changes('A shipment is packed so: all its packages, in the place of those that there were', 'PackShipment', 'Shipment')
  pack(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('shipments/:id/send')
  @Changes('A shipment leaves the house', 'SendShipment', 'Shipment')
  send(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('shipments/:id/deliver')
  @Changes('A shipment has arrived', 'DeliverShipment', 'Shipment')
  deliver(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('orders/:id/tax')
  @Reads('The tax documents of an order', 'TaxDocuments')
  tax(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Get('tax/provider')
  @Reads('Whether the tax provider of a store can be reached and knows us', 'TaxProvider')
  @Optionally(['storeId', 'of this store; it must be there'])
  taxProvider(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Get('tax/:id')
  @Reads('A tax document', 'TaxDocument')
  taxDocument(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Get('tax/:id/changes')
  @Reads('Who changed what of a tax document, when and why', 'Changes')
  @Optionally(...changesQuery)
  deliveryChanges(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Post('tax/quotes')
  @Computes('What tax there would be', 'QuoteTax', 'TaxAmounts', MayBeAway())
  quote(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Post('tax/addresses/validate')
  @Computes('Whether there is such an address, as far as the tax provider says', 'ValidateAddress', 'ValidatedAddress', MayBeAway())
  validateAddress(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Get('holds')
  @Lists('Which orders are held, longest first', 'HeldOrders')
  @Optionally(['type', 'of this type'], ...pageQuery)
  holds(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Get('changes')
  @Lists('Who changed what across all orders, by time', 'Changes')
  @Optionally(...changesQuery)
  changes(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }
}
