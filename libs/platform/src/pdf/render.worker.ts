import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { parentPort } from 'node:worker_threads';
import pdfmake from 'pdfmake';
import type { PrintLayout } from './print-layout.js';

// A thread of its own, which knows nothing of the service: a long document takes seconds of computing.

const require = createRequire(import.meta.url);
const fonts = require.resolve('pdfmake/fonts/Roboto.js');
pdfmake.setFonts(require(fonts));
// Nothing that a document says is fetched or read, but the fonts.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path: string) => path.startsWith(dirname(fonts) + sep));

async function render({ definition, head, foot, pageOf }: PrintLayout): Promise<Uint8Array> {
  const document = pdfmake.createPdf({
    ...definition,
    header: (page) => (page === 1 ? '' : { text: head, margin: [50, 30, 50, 0], color: '#555', fontSize: 8 }),
    footer: (page, pages) => ({
      stack: [foot, pageOf.replace('{page}', String(page)).replace('{pages}', String(pages))],
      margin: [50, 20, 50, 0],
      alignment: 'center',
      color: '#555',
      fontSize: 8,
    }),
  });
  return document.getBuffer();
}

parentPort?.on('message', async ({ id, layout }: { id: number; layout: PrintLayout }) => {
  try {
    parentPort?.postMessage({ id, pdf: await render(layout) });
  } catch (error) {
    parentPort?.postMessage({ id, failed: (error as Error).message });
  }
});
