import type { DocumentKey, Effect, EffectKind, TaxDocument } from './tax-document.js';

/** All that the double remembers of documents. */
export class Ledger {
  readonly effects: Effect[] = [];
  /** By key; the last revision is the one that counts. */
  readonly #revisions = new Map<string, TaxDocument[]>();
  #lastId = 1_000_000_000;

  newId(): number {
    return ++this.#lastId;
  }

  current(key: DocumentKey): TaxDocument | undefined {
    return this.revisions(key).at(-1);
  }

  revisions(key: DocumentKey): readonly TaxDocument[] {
    return this.#revisions.get(nameOf(key)) ?? [];
  }

  /** Every revision, or those of the documents of this key. */
  all(wanted: Partial<DocumentKey> = {}): TaxDocument[] {
    return [...this.#revisions.values()].flat().filter((document) => isOf(document, wanted));
  }

  effectsOf(wanted: Partial<DocumentKey & Pick<Effect, 'kind'>>): Effect[] {
    return this.effects.filter((effect) => isOf(effect, wanted));
  }

  /** The revision that counts. Throws where there is none. */
  lock(wanted: Partial<DocumentKey>, isLocked: boolean): void {
    const document = this.all(wanted).at(-1);
    if (!document) throw new Error(`the double has no document ${JSON.stringify(wanted)}`);
    document.locked = isLocked;
  }

  add(document: TaxDocument): void {
    this.#revisions.set(nameOf(document), [...this.revisions(document), document]);
  }

  /** The revision that counts gives way to this one, or to the one before it. */
  replaceLast(key: DocumentKey, ...by: TaxDocument[]): void {
    const rest = [...this.revisions(key).slice(0, -1), ...by];
    if (rest.length > 0) this.#revisions.set(nameOf(key), rest);
    else this.#revisions.delete(nameOf(key));
  }

  rename(document: TaxDocument, code: string): void {
    const revisions = this.#revisions.get(nameOf(document)) ?? [];
    this.#revisions.delete(nameOf(document));
    for (const revision of revisions) revision.code = code;
    this.#revisions.set(nameOf(document), revisions);
  }

  acted(kind: EffectKind, document: TaxDocument): void {
    const { id, companyCode, code, type, version, calculation } = document;
    document.modified = new Date();
    const { totalAmount, totalTax } = calculation;
    this.effects.push({ kind, companyCode, code, type, id, version, totalAmount: totalAmount.toFixed(2), totalTax: totalTax.toFixed(2) });
  }
}

/** Codes that differ in case only are two. */
function nameOf({ companyCode, code, type }: DocumentKey): string {
  return JSON.stringify([companyCode, code, type]);
}

function isOf<Known extends object>(known: Known, wanted: Partial<Known>): boolean {
  return Object.entries(wanted).every(([name, value]) => value === undefined || known[name as keyof Known] === value);
}
