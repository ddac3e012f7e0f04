/** Something that happened to an order, or is known to have been so since. */
export interface StoryLine {
  /** Milliseconds since 1970, by the clock of who tells it. */
  readonly at: number;
  /** `client`, `orders`, a topic. */
  readonly who: string;
  readonly text: string;
}

export function writtenLine({ at, who, text }: StoryLine): string {
  const time = Number.isNaN(at) ? 'at no known time       ' : new Date(at).toISOString().replace('T', ' ').slice(0, 23);
  return `${time}  ${who.padEnd(23)}  ${text}`;
}
