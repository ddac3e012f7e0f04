import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const oneOf = (names: string | readonly string[]) => (typeof names === 'string' ? ref(names) : { oneOf: names.map(ref) });
const problem = { 'application/problem+json': { schema: ref('Problem') } };

/** A read in the API's description: what it answers, and 404. */
export const Reads = (summary: string, answer: string, parameter = 'id') =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: parameter, schema: { type: 'string' } }),
    ApiResponse({ status: 200, description: 'Found', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat', content: problem }),
  );

/** A read of a file in the API's description. */
export const ReadsFile = (summary: string, type: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: 'id', schema: { type: 'string' } }),
    ApiResponse({ status: 200, description: 'Found', content: { [type]: { schema: { type: 'string', format: 'binary' } } } }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat', content: problem }),
  );

/** A list in the API's description. */
export const Lists = (summary: string, answer: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiResponse({ status: 200, description: 'A page', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'A parameter is not as it must be', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat', content: problem }),
  );

const headers = {
  key: ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Any text of your own that is unique per request; a repeat with it is answered with the first result',
  }),
  prefer: ApiHeader({
    name: 'Prefer',
    required: false,
    description: '`wait=5` waits up to so many seconds until tax, payments and shipments have settled',
  }),
  ifMatch: ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The `ETag` of the last read, or `*` for whatever is there; 428 without it',
  }),
};

/** A change of a document in the API's description: its body, what it answers, or either of what it may answer, and how it is refused. */
export const Changes = (summary: string, body: string, answer: string | readonly string[], ...more: MethodDecorator[]) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: 'id', schema: { type: 'string' } }),
    ApiBody({ schema: ref(body) }),
    ...more,
    headers.ifMatch,
    headers.key,
    headers.prefer,
    ApiResponse({ status: 200, description: 'Stored, or previewed', content: { 'application/json': { schema: oneOf(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
    ApiResponse({ status: 409, description: 'The state of the document stands against it', content: problem }),
    ApiResponse({
      status: 412,
      description: 'Somebody else changed the document since; `version` and `changes` say what',
      content: problem,
    }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
    ApiResponse({ status: 428, description: 'If-Match is missing', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat with the same key', content: problem }),
  );

/** That a change may have to wait for somebody outside, in the API's description: the document as it is meanwhile. */
export const MayStayOpen = (answer: string) =>
  ApiResponse({
    status: 202,
    description: 'Stored; the gateway has not said yet what became of it, see `openCalls`',
    content: { 'application/json': { schema: ref(answer) } },
  });

/** How a read, or a write of something new, is refused when there is what it needs and the state of that stands against it. */
export const MayStandAgainst = () =>
  applyDecorators(
    ApiResponse({ status: 409, description: 'The state of the document stands against it', content: problem }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
  );

/** Something that is done with a document by its address alone, in the API's description. */
export const ChangesWithoutBody = (summary: string, answer: string, status = 200) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: 'id', schema: { type: 'string' } }),
    headers.ifMatch,
    headers.key,
    headers.prefer,
    ApiResponse({ status, description: 'Done', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
    ApiResponse({ status: 409, description: 'The state of the document stands against it', content: problem }),
    ApiResponse({ status: 412, description: 'Somebody else changed the document since', content: problem }),
    ApiResponse({ status: 428, description: 'If-Match is missing', content: problem }),
  );

/** A read that first asks somebody outside, in the API's description. */
export const Refreshes = (summary: string, answer: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: 'id', schema: { type: 'string' } }),
    ApiResponse({ status: 200, description: 'All is known', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 202, description: 'Something is still open', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat', content: problem }),
  );

/** Something computed and not stored, in the API's description. */
export const Computes = (summary: string, body: string, answer: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBody({ schema: ref(body) }),
    ApiResponse({ status: 200, description: 'Computed; nothing is stored', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
  );

/** Parameters in the query of an address, each optional. */
export const Optionally = (...names: readonly (readonly [name: string, description: string])[]) =>
  applyDecorators(...names.map(([name, description]) => ApiQuery({ name, required: false, description, schema: { type: 'string' } })));

/** What says which page of a list is asked for. */
export const pageQuery = [
  ['limit', 'at most so many, 1 to 1000; 50 when left out'],
  ['cursor', 'the `next` of the page before'],
] as const;

const countedPageQuery = [...pageQuery, ['count', '`true` answers with `total`, too']] as const;

/** What narrows a list of changes down. */
export const changesQuery = [
  ['field', 'a field with all below it, such as `lines` or `lines.price`'],
  ['actor', 'who changed it: `client`, or `service:` and a name'],
  ['from', 'not before this moment'],
  ['to', 'not after this moment'],
  ...pageQuery,
] as const;

/** What narrows a list of orders or drafts down. */
export const draftsQuery = [
  ['customerId', 'of this customer'],
  ['externalId', "with this id of the client's own"],
  ['attribute', 'with this custom field, as `name:value`'],
  ['from', 'placed not before this moment; of drafts, created'],
  ['to', 'placed not after this moment'],
  ...countedPageQuery,
] as const;

/** What narrows a list of shipments down. */
export const shipmentsQuery = [
  ['storeId', 'of this store'],
  ['number', 'with this number'],
  ['orderId', 'of this order'],
  ['orderNumber', 'of the order with this number'],
  ['status', 'in this status'],
  ['fulfilmentCentre', 'sent from here'],
  ['method', 'sent so'],
  ['externalId', "with this id of the client's own"],
  ['trackingNumber', "with this number of the carrier's, its own or of one of its packages"],
  ['barcode', 'with a package that has this barcode'],
  ['from', 'opened not before this moment'],
  ['to', 'opened not after this moment'],
  ['sentFrom', 'sent not before this moment'],
  ['sentTo', 'sent not after this moment'],
  ...countedPageQuery,
] as const;

/** What narrows a list of returns down. */
export const returnsQuery = [
  ['storeId', 'of this store'],
  ['number', 'with this number'],
  ['orderId', 'of this order'],
  ['orderNumber', 'of the order with this number'],
  ['status', 'in this status: `Requested`, `Approved`, `Refused`, `Received`, `Cancelled`'],
  ['externalId', "with this id of the client's own"],
  ['from', 'requested not before this moment'],
  ['to', 'requested not after this moment'],
  ['receivedFrom', 'received not before this moment'],
  ['receivedTo', 'received not after this moment'],
  ...countedPageQuery,
] as const;

/** What narrows a list of fulfilment orders down. */
export const fulfilmentOrdersQuery = [
  ['storeId', 'of this store'],
  ['number', 'with this number'],
  ['orderId', 'with something of this order'],
  ['shipmentId', 'of this shipment'],
  ['location', 'shipped from here'],
  ['status', 'in this status'],
  ['sku', 'with this product'],
  ['externalId', "with this id of the warehouse's own"],
  ['backordered', '`true`: something of it, or of `sku` in it, is waited for; `false`: nothing'],
  ...countedPageQuery,
] as const;

/** What narrows a list of stocks down. */
export const stocksQuery = [['location', 'here'], ['sku', 'of this product'], ...pageQuery] as const;

/** A figure that is told, in the API's description. */
export const Tells = (summary: string, body: string, answer: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: 'location', schema: { type: 'string' } }),
    ApiParam({ name: 'sku', schema: { type: 'string' } }),
    ApiBody({ schema: ref(body) }),
    headers.key,
    ApiResponse({ status: 200, description: 'Stored', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 409, description: 'A later figure is known', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat', content: problem }),
  );

/** What narrows a list of consignments down. */
export const consignmentsQuery = [
  ['storeId', 'of this store'],
  ['number', 'with this number'],
  ['orderId', 'with a shipment of this order'],
  ['customerId', 'of this customer'],
  ['status', 'in this status'],
  ['trackingNumber', "with this number of the carrier's, its own or of one of its packages"],
  ['barcode', 'with a package that has this barcode'],
  ['from', 'opened not before this moment'],
  ['to', 'opened not after this moment'],
  ['sentFrom', 'sent not before this moment'],
  ['sentTo', 'sent not after this moment'],
  ...countedPageQuery,
] as const;

/** What narrows a list of payments down. */
export const paymentsQuery = [
  ['storeId', 'of this store'],
  ['number', 'with this number'],
  ['orderNumber', 'of the order with this number'],
  ['status', 'in this status'],
  ['gateway', 'by this gateway'],
  ['customerId', 'of this customer'],
  ['transactionId', 'with this exchange in the log of its gateway'],
  ['reference', "with this id of the gateway's own in its log"],
  ['open', '`true`: its gateway has a call that is not answered; `false`: it has none'],
  ['from', 'opened not before this moment'],
  ['to', 'opened not after this moment'],
  ...countedPageQuery,
] as const;

/** What narrows a list of orders down whose money is compared. */
export const reconciliationQuery = [
  ['storeId', 'of this store'],
  ['from', 'the first payment opened not before this moment'],
  ['to', 'the first payment opened not after this moment'],
  ['all', '`true`: those that agree, too'],
  ...pageQuery,
] as const;

/** A write of which nothing else follows, in the API's description. */
export const Adds = (summary: string, body: string, answer: string, ...more: MethodDecorator[]) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBody({ schema: ref(body) }),
    ...more,
    headers.key,
    ApiResponse({ status: 201, description: 'Stored', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat with the same key', content: problem }),
  );

/** What is done with many documents at once, or previewed, in the API's description. */
export const Combines = (summary: string, body: string, answer: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBody({ schema: ref(body) }),
    headers.key,
    ApiResponse({ status: 200, description: 'Done, or previewed', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
    ApiResponse({ status: 409, description: 'The state of a document stands against it', content: problem }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat with the same key', content: problem }),
  );

/** The id in the address of what there may not be, in the API's description. */
export const OfId = () =>
  applyDecorators(
    ApiParam({ name: 'id', schema: { type: 'string' } }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
  );

/** How something is refused that there is already, in the API's description. */
export const OnlyOnce = () => ApiResponse({ status: 409, description: 'There is one already; `id` says which', content: problem });

/** A write in the API's description: its body, what it answers, and how it is refused. */
export const Places = (summary: string, body: string, answer: string, ...more: MethodDecorator[]) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBody({ schema: ref(body) }),
    ...more,
    headers.key,
    headers.prefer,
    ApiResponse({ status: 201, description: 'Stored', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 413, description: 'The body, or what would be published of it, is too large', content: problem }),
    ApiResponse({ status: 415, description: 'The body is not application/json', content: problem }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat with the same key', content: problem }),
  );
