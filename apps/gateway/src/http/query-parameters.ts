// Parameters of reads in the API's description, each with what it means.

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

/** What narrows a list of comparisons with tax providers, or of tellings of them, down. */
export const taxJobsQuery = [['storeId', 'of this store'], ...pageQuery] as const;

/** In which language a document is printed. */
export const languageQuery = [['language', 'a tag such as `de-AT`; there are English, German, French, Spanish and Dutch']] as const;
