/** The sections of a page below headings of one level, by heading, each up to the next heading of that level. */
export function sectionsOf(page: string, level: number): Map<string, string> {
  const [, ...parts] = `\n${page}`.split(`\n${'#'.repeat(level)} `);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end).replaceAll('`', '').trim(), part.slice(end)];
    }),
  );
}

/** The cells of every table row as they are written, without head and rule. */
export function rowsOf(text: string): string[][] {
  const lines = text.split('\n');
  return lines
    .filter((line, index) => line.startsWith('|') && !isRule(line) && !isRule(lines[index + 1] ?? ''))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    );
}

const isRule = (line: string) => /^\|[-:| ]+\|$/.test(line);
