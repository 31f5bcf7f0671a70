import { lz4Compress, lz4Decompress, snappyCompress, snappyDecompress } from '@platformatic/wasm-utils';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';

export interface Codec {
  compress(bytes: Buffer): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

/** The largest batch, unpacked. A broker takes a packed megabyte, and a megabyte of zstd may be gigabytes. */
const maxOutputLength = 256 * 1024 * 1024;
const zstdPack = promisify(zstdCompress);
const zstdUnpack = promisify(zstdDecompress);

/** How batches may be packed. It is for the broker or a topic's setting to say, so a consumer must know them all. */
export const codecs: Readonly<Record<'snappy' | 'lz4' | 'zstd', Codec>> = {
  zstd: {
    compress: (bytes) => zstdPack(bytes),
    decompress: (bytes) => zstdUnpack(bytes, { maxOutputLength }),
  },
  lz4: {
    compress: (bytes) => Promise.resolve(Buffer.from(lz4Compress(bytes))),
    decompress: (bytes) => Promise.resolve(Buffer.from(lz4Decompress(bytes))),
  },
  snappy: {
    compress: (bytes) => Promise.resolve(Buffer.from(snappyCompress(bytes))),
    decompress: (bytes) => Promise.resolve(unframed(bytes)),
  },
};

// Java's Snappy (xerial) writes a header of 16 bytes, and then blocks, each behind its length.
const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeaderBytes = 16;

function unframed(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, xerialMagic.length).equals(xerialMagic)) return Buffer.from(snappyDecompress(bytes));
  const blocks: Uint8Array[] = [];
  for (let at = xerialHeaderBytes; at < bytes.length;) {
    const length = bytes.readInt32BE(at);
    blocks.push(snappyDecompress(bytes.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}
