/** With this number of a carrier's, its own or of one of its packages; each has an index. */
export function numbered(trackingNumber: string): { $or: object[] } {
  return { $or: ['state.tracking.number', 'state.packages.tracking.number'].map((name) => ({ [name]: trackingNumber })) };
}
