import { serviceNames } from '#tools/services.js';

/** The program that a measured process runs, when it is this one. */
export const loadGenerator = 'load generator';

export function serviceProgram(program: string): boolean {
  return (serviceNames as readonly string[]).includes(program);
}
