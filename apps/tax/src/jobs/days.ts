const DAY = 24 * 3_600_000;

/** The day of a moment, in UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** The day so many days after another; before it, with fewer than none. */
export function daysFrom(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) + days * DAY));
}

/** How many days there are from one to another, both included. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY + 1;
}
