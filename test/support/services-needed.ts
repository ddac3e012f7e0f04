/** Addresses of the real broker and database that `npm test` has started. */
export function brokers(): string[] {
  return required('KAFKA_BROKERS').split(',');
}

export function mongoUrl(): string {
  return required('MONGO_URL');
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run the tests by "npm test", which starts a broker and a database`);
  return value;
}
