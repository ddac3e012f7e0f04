import type { Stored } from '../aggregate-document.js';

/** Headers of a document that is answered to be printed, as a file that is named by its number. */
export function pdfHeaders({ state, version }: Stored<{ readonly number: string }>): Record<string, string> {
  return {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="${state.number.replaceAll(/[^\w.-]/g, '_')}.pdf"`,
    etag: `"${version}"`,
  };
}
