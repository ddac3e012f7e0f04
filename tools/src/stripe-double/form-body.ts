export interface Form {
  readonly [name: string]: string | Form;
}

/** `a=1&b[c]=2&d[0]=3` as an object of objects: lists come as objects whose names are numbers. */
export function formOf(body: string): Form {
  const form: Record<string, unknown> = {};
  for (const [path, value] of new URLSearchParams(body)) {
    const names = path.split(/[[\]]+/).filter((name) => name !== '');
    const last = names.pop() ?? '';
    let part = form;
    for (const name of names) {
      part[name] ??= {};
      part = part[name] as Record<string, unknown>;
    }
    // As in `expand[]=a&expand[]=b`.
    part[path.endsWith('[]') ? `${last}-${value}` : last] = value;
  }
  return form as Form;
}

export function textOf(form: Form, name: string): string | undefined {
  const value = form[name];
  return typeof value === 'string' ? value : undefined;
}

export function partOf(form: Form, name: string): Form {
  const value = form[name];
  return typeof value === 'object' ? value : {};
}

/** The same as flat strings, for metadata. */
export function textsOf(form: Form, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(partOf(form, name)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
