import type { FaultRun } from '../run-faults.js';
import { faultTable } from './markdown.js';

export interface RunFlags {
  readonly seed: number;
  readonly minutes: number;
  readonly profile: string;
  readonly rate: number;
  readonly planted: string | undefined;
}

const SHOWN = 20;

/** The report of a run as Markdown, and whether there was nothing to find. */
export function reportOf({ rows, counts, findings }: FaultRun, flags: RunFlags): { readonly text: string; readonly isGood: boolean } {
  const { lost, doubled, other, story } = findings;
  const isGood = lost.length === 0 && doubled.length === 0 && other.length === 0;
  const run = `npm run faults -- --seed ${flags.seed} --minutes ${flags.minutes} --profile ${flags.profile} --rate ${flags.rate}`;
  const { begun, acknowledged, unanswered, requests } = counts;
  const parts = [
    `\`${run}\``,
    faultTable(rows),
    `${begun} orders asked for in ${requests} requests, ${acknowledged} acknowledged, ${unanswered} never answered; ` +
      `${lost.length} lost, ${doubled.length} doubled, ${other.length} other differences.`,
    ...(isGood || flags.planted ? [] : [`Seed ${flags.seed} found differences. To keep it as a test, add it to faults/seeds.json.`]),
    ...lists({ lost: lost.map(({ text }) => text), doubled: doubled.map(({ text }) => text), other }),
    ...(story ? [`Story of the first broken order:\n\n${story}`] : []),
  ];
  return { text: `${parts.join('\n\n')}\n`, isGood };
}

function lists(differences: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(differences)
    .filter(([, texts]) => texts.length > 0)
    .map(([kind, texts]) => {
      const more = texts.length > SHOWN ? [`… and ${texts.length - SHOWN} more`] : [];
      return `${kind}:\n\n${[...texts.slice(0, SHOWN), ...more].map((text) => `- ${text}`).join('\n')}`;
    });
}
