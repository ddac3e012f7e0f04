import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import '#contracts/address-check.js';
import '#contracts/all-commands.js';
import '#contracts/all-events.js';
import '#contracts/commands/add-payment.js';
import '#contracts/commands/combine-shipments.js';
import '#contracts/commands/invoice-order.js';
import '#contracts/commands/quote-tax.js';
import '#contracts/commands/reconcile-tax.js';
import '#contracts/commands/validate-address.js';
import { consignmentStatuses } from '#contracts/consignment.js';
import '#contracts/credit-account.js';
import '#contracts/edit-preview.js';
import '#contracts/fulfilment-order.js';
import '#contracts/order-summary.js';
import { paymentStates } from '#contracts/payment-summary.js';
import '#contracts/reconciliation.js';
import '#contracts/return-summary.js';
import { schemasByName } from '#contracts/schema.js';
import '#contracts/shipment-summary.js';
import '#contracts/stock.js';
import '#contracts/tax-difference.js';
import '#contracts/tax-exchange.js';
import '#contracts/tax-jobs.js';

type Schema = Record<string, unknown>;

/** The API's description, at `/openapi.json` and for people at `/docs`. */
export function serveOpenApi(app: NestFastifyApplication): void {
  const description = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('Docket')
      .setDescription('Orders and their documents')
      .setVersion('1')
      .build(),
  );
  // The contracts' own schemas, since Nest would know nothing of what they require.
  description.components = {
    ...description.components,
    schemas: schemas() as NonNullable<OpenAPIObject['components']>['schemas'] & object,
  };
  SwaggerModule.setup('docs', app, description, { jsonDocumentUrl: 'openapi.json', raw: ['json'], customSiteTitle: 'Docket API' });
}

/** A preview that is committed by doing what was asked for, and not by a token. */
function withoutToken({ properties, required, ...rest }: { properties: Schema; required: string[] }): Schema {
  const { token: _, ...shown } = properties;
  return { ...rest, properties: shown, required: required.filter((name) => name !== 'token') };
}

/** The contracts' schemas, and those of the answers that are built from them. */
function schemas(): Record<string, Schema> {
  const contracts = schemasByName('#/components/schemas/') as Record<string, Schema>;
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const list = (items: string): Schema => ({
    type: 'object',
    required: ['items'],
    properties: { items: { type: 'array', items: ref(items) } },
  });
  const page = (items: Schema, more: Schema = {}): Schema => ({
    type: 'object',
    required: ['items'],
    properties: {
      items: { type: 'array', items },
      next: { type: 'string', description: 'cursor of the next page; absent on the last' },
      ...more,
    },
  });
  const total = { type: 'integer', description: 'with `count=true`' };
  const stored = (data: string, idField: string, more: Schema = {}, optional: Schema = {}): Schema => {
    const { properties, required } = contracts[data] as { properties: Schema; required: string[] };
    const { [idField]: id, ...rest } = properties;
    const time = { type: 'string', format: 'date-time' };
    return {
      type: 'object',
      properties: { id, version: { type: 'integer' }, createdAt: time, modifiedAt: time, ...rest, ...more, ...optional },
      required: ['id', 'version', 'createdAt', 'modifiedAt', ...required.filter((name) => name !== idField), ...Object.keys(more)],
    };
  };
  const invoice = () => {
    const { properties, ...rest } = stored('InvoiceContent', 'invoiceId') as { properties: Schema; required: string[] };
    const { turn: _, ...shown } = properties;
    return { ...rest, properties: shown, required: rest.required.filter((name) => name !== 'turn') };
  };
  const stock = () => {
    const { properties, ...rest } = stored('StockView', 'stockId') as { properties: Schema; required: string[] };
    const { createdAt: _, ...shown } = properties;
    return { ...rest, properties: shown, required: rest.required.filter((name) => name !== 'createdAt') };
  };
  const { fulfilmentCentre: _, ...details } = (contracts.ShipmentDetails as { properties: Schema }).properties;
  const { properties: content } = contracts.OrderContent as { properties: Schema };
  const changes = {
    type: 'array',
    items: {
      type: 'object',
      required: ['version', 'time', 'type', 'actor', 'correlationId', 'changes'],
      properties: {
        documentId: { type: 'string', description: 'across documents: of the one that changed' },
        version: { type: 'integer' },
        time: { type: 'string', format: 'date-time' },
        type: { type: 'string', description: 'of the event' },
        actor: { type: 'string' },
        correlationId: { type: 'string' },
        reason: { type: 'string' },
        changes: {
          type: 'array',
          items: {
            type: 'object',
            required: ['field'],
            properties: { field: { type: 'string' }, item: { type: 'string' }, before: {}, after: {} },
          },
        },
      },
    },
  };
  const status = { enum: consignmentStatuses };
  const sending = {
    tracking: ref('Tracking'),
    sentAt: { type: 'string', format: 'date-time' },
    deliveredAt: { type: 'string', format: 'date-time' },
  };
  const { consignmentId, ...planned } = (contracts.PlannedConsignment as { properties: Schema }).properties;
  const prices = {
    allotted: { type: 'array', items: ref('AllottedPrice'), description: 'what each part costs of the price' },
    pricesRefused: { type: 'array', items: ref('Obstacle'), description: 'the orders that did not take it' },
    notJoined: { ...ref('Obstacle'), description: 'the shipment that could not be had, so that none was combined' },
  };
  return {
    ...Object.fromEntries(Object.entries(contracts).filter(([name]) => !name.endsWith('Config'))),
    Payment: stored(
      'PaymentOpenedData',
      'paymentId',
      {
        status: { enum: paymentStates },
        authorizedAmount: { type: 'string' },
        capturedAmount: { type: 'string' },
        refundedAmount: { type: 'string' },
        transactions: { type: 'array', items: ref('GatewayTransaction') },
      },
      {
        captures: { type: 'array', items: ref('CaptureDocument') },
        refunds: { type: 'array', items: ref('RefundDocument') },
        openCalls: { type: 'array', items: { type: 'object' }, description: 'of which the gateway has not said what became' },
        storeStatus: { type: 'string', description: 'what people call it' },
        authorizedUntil: { type: 'string', format: 'date-time' },
        gatewayReference: { type: 'string' },
        closing: { type: 'object', description: 'why nothing is to be paid any more, while calls are open' },
      },
    ),
    Shipment: stored(
      'ShipmentOpenedData',
      'shipmentId',
      { status: { type: 'string', description: '`Sent`, `Delivered`, `Cancelled`, or one of the store' } },
      {
        ...details,
        packages: { type: 'array', items: ref('ShipmentPackage') },
        tracking: ref('Tracking'),
        sentAt: { type: 'string', format: 'date-time' },
        deliveredAt: { type: 'string', format: 'date-time' },
        consignmentId: { type: 'string', description: 'the one that it goes with' },
      },
    ),
    Consignment: stored(
      'ConsignmentOpenedData',
      'consignmentId',
      { status, items: { type: 'array', items: ref('ShippedItem'), description: 'of all its shipments' } },
      {
        ...prices,
        ...sending,
        packages: { type: 'array', items: ref('ShipmentPackage') },
        notSent: { ...ref('Obstacle'), description: 'what stood against sending it the last time' },
        cancelledBecause: { type: 'string' },
      },
    ),
    ConsignmentSummaries: page(
      {
        type: 'object',
        required: ['id', 'version', 'createdAt', 'number', 'storeId', 'status', 'parts'],
        properties: {
          ...{
            id: consignmentId,
            version: { type: 'integer' },
            createdAt: { type: 'string', format: 'date-time' },
            number: { type: 'string' },
          },
          status,
          ...sending,
          ...Object.fromEntries(['storeId', 'customerId', 'price', 'currency', 'parts'].map((name) => [name, planned[name]])),
        },
      },
      { total },
    ),
    Return: stored('ReturnContent', 'returnId'),
    Returns: list('Return'),
    ReturnPreview: withoutToken(contracts.EditPreview as { properties: Schema; required: string[] }),
    FulfilmentOrder: stored('FulfilmentOrderContent', 'fulfilmentOrderId'),
    FulfilmentOrders: list('FulfilmentOrder'),
    Stock: stock(),
    Stocks: page(ref('Stock')),
    CombinedShipments: {
      type: 'object',
      required: ['consignments', 'leftOut', 'more'],
      properties: {
        id: { type: 'string', description: 'of what was combined; absent in a preview' },
        consignments: {
          type: 'array',
          items: {
            type: 'object',
            required: ['storeId', 'parts'],
            properties: { id: consignmentId, number: { type: 'string' }, status, ...planned, ...prices },
          },
        },
        leftOut: { type: 'array', items: ref('LeftOutShipment') },
        more: { type: 'boolean', description: 'whether there are more shipments than one call looks at' },
      },
    },
    Invoice: invoice(),
    Invoices: list('Invoice'),
    TaxDocument: { anyOf: [ref('SalesInvoice'), ref('ReturnInvoice')] },
    SalesInvoice: stored('TaxCalculatedData', 'taxDocumentId'),
    ReturnInvoice: stored('TaxReturnedData', 'taxDocumentId'),
    TaxProvider: {
      type: 'object',
      required: ['provider', 'isConnected'],
      properties: { provider: { type: 'string' }, isConnected: { type: 'boolean' }, reason: { type: 'string' } },
    },
    TaxExchanges: page(ref('TaxExchange')),
    TaxExchangeInFull: {
      allOf: [
        ref('TaxExchange'),
        { type: 'object', properties: { request: { type: 'object' }, answer: { description: 'as it came; of a refusal, its error' } } },
      ],
    },
    TaxReconciliations: page(ref('TaxReconciliation')),
    TaxReconciliationInFull: { allOf: [ref('TaxReconciliation'), page(ref('TaxDifference'))] },
    TaxSubmissions: page(ref('TaxSubmission')),
    TaxSubmissionInFull: { allOf: [ref('TaxSubmission'), page(ref('UnsubmittedOrder'))] },
    Payments: list('Payment'),
    Shipments: list('Shipment'),
    TaxDocuments: list('TaxDocument'),
    ClientSecret: { type: 'object', required: ['clientSecret'], properties: { clientSecret: { type: 'string' } } },
    GatewayTransactions: list('GatewayTransaction'),
    Changes: page(changes.items),
    Draft: {
      type: 'object',
      properties: {
        id: { type: 'string' },
        version: { type: 'integer' },
        expiresAt: { type: 'string', format: 'date-time' },
        ...Object.fromEntries(Object.entries(content).filter(([name]) => !['placedAt', 'holds', 'addressCheck'].includes(name))),
      },
    },
    DraftQuote: {
      type: 'object',
      required: ['tax', 'draft'],
      properties: {
        tax: { type: 'object', properties: { status: { enum: ['estimated', 'unavailable'] }, totalTax: { type: 'string' } } },
        draft: ref('Draft'),
      },
    },
    OrderSummaries: page(ref('OrderSummary'), { total }),
    PaymentSummaries: page(ref('PaymentSummary'), { total }),
    ShipmentSummaries: page(ref('ShipmentSummary'), { total }),
    ReturnSummaries: page(ref('ReturnSummary'), { total }),
    FulfilmentOrderSummaries: page(ref('FulfilmentOrderSummary'), { total }),
    ReconciledOrders: page(ref('ReconciledOrder')),
    CreditAccounts: page(ref('CreditAccount')),
    CreditEntries: page(ref('CreditEntry')),
    HeldOrders: page({
      type: 'object',
      required: ['id', 'number', 'storeId', 'heldSince', 'holds'],
      properties: {
        id: { type: 'string' },
        number: { type: 'string' },
        storeId: { type: 'string' },
        heldSince: { type: 'string', format: 'date-time' },
        holds: { type: 'array', items: ref('Hold') },
      },
    }),
    CalculatedOrder: {
      type: 'object',
      properties: Object.fromEntries(
        ['currency', 'lines', 'shipments', 'payments', 'discount', 'fee', 'taxRate', 'totals'].map((name) => [name, content[name]]),
      ),
    },
    Problem: {
      type: 'object',
      description: 'RFC 9457 problem details',
      required: ['type', 'title', 'status'],
      properties: {
        type: { type: 'string' },
        title: { type: 'string' },
        status: { type: 'integer' },
        detail: { type: 'string' },
        version: { type: 'integer', description: "of a version-conflict: the document's version now" },
        changes: { ...changes, description: 'of a version-conflict: what changed since' },
        errors: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } } },
      },
    },
  };
}
