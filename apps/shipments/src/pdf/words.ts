const english = {
  packingSlip: 'Packing slip',
  cancelled: 'Cancelled',
  number: 'Number',
  order: 'Order',
  method: 'Shipping',
  sentOn: 'Sent',
  tracking: 'Tracking',
  deliverTo: 'Deliver to',
  pickUpAt: 'Pick up at',
  item: 'Item',
  quantity: 'Quantity',
  package: 'Package',
  notPacked: 'Not packed',
  weight: 'Weight',
  dimensions: 'Dimensions',
  page: 'Page {page} of {pages}',
};

/** What a packing slip says in one language. */
export type Words = Readonly<typeof english>;

const german: Words = {
  packingSlip: 'Lieferschein',
  cancelled: 'Storniert',
  number: 'Nummer',
  order: 'Bestellung',
  method: 'Versand',
  sentOn: 'Versandt',
  tracking: 'Sendungsnummer',
  deliverTo: 'Lieferung an',
  pickUpAt: 'Abholung bei',
  item: 'Artikel',
  quantity: 'Menge',
  package: 'Paket',
  notPacked: 'Nicht verpackt',
  weight: 'Gewicht',
  dimensions: 'Maße',
  page: 'Seite {page} von {pages}',
};

const french: Words = {
  packingSlip: 'Bon de livraison',
  cancelled: 'Annulé',
  number: 'Numéro',
  order: 'Commande',
  method: 'Livraison',
  sentOn: 'Expédié',
  tracking: 'Numéro de suivi',
  deliverTo: 'Livrer à',
  pickUpAt: 'À retirer chez',
  item: 'Article',
  quantity: 'Quantité',
  package: 'Colis',
  notPacked: 'Non emballé',
  weight: 'Poids',
  dimensions: 'Dimensions',
  page: 'Page {page} sur {pages}',
};

const spanish: Words = {
  packingSlip: 'Albarán',
  cancelled: 'Cancelado',
  number: 'Número',
  order: 'Pedido',
  method: 'Envío',
  sentOn: 'Enviado',
  tracking: 'Número de seguimiento',
  deliverTo: 'Entregar a',
  pickUpAt: 'Recoger en',
  item: 'Artículo',
  quantity: 'Cantidad',
  package: 'Bulto',
  notPacked: 'Sin embalar',
  weight: 'Peso',
  dimensions: 'Dimensiones',
  page: 'Página {page} de {pages}',
};

const dutch: Words = {
  packingSlip: 'Pakbon',
  cancelled: 'Geannuleerd',
  number: 'Nummer',
  order: 'Bestelling',
  method: 'Verzending',
  sentOn: 'Verzonden',
  tracking: 'Volgnummer',
  deliverTo: 'Levering aan',
  pickUpAt: 'Afhalen bij',
  item: 'Artikel',
  quantity: 'Aantal',
  package: 'Pakket',
  notPacked: 'Niet verpakt',
  weight: 'Gewicht',
  dimensions: 'Afmetingen',
  page: 'Pagina {page} van {pages}',
};

/** By the first part of their tags. */
export const languages = { en: english, de: german, fr: french, es: spanish, nl: dutch } satisfies Record<string, Words>;
