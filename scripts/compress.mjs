// Writes FILE.br and FILE.gz beside each FILE, as small as the formats allow. Run by xtask.
import { readFile, rename, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const smallestBrotli = (bytes) =>
  promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
const smallestGzip = (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION });

// The rename makes a copy appear whole or not at all.
async function write(path, bytes) {
  await writeFile(`${path}.new`, bytes);
  await rename(`${path}.new`, path);
}

await Promise.all(
  process.argv.slice(2).map(async (path) => {
    const bytes = await readFile(path);
    const [br, gz] = await Promise.all([smallestBrotli(bytes), smallestGzip(bytes)]);
    await Promise.all([write(`${path}.br`, br), write(`${path}.gz`, gz)]);
  }),
);
