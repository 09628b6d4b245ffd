/** CRC-8 with polynomial 0x07 (RFC 9639, section 9.1.8) of `bytes[from .. to - 1]`. */
export function crc8(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let i = from; i < to; i++) crc = TABLE_8[crc ^ bytes[i]!]!;
  return crc;
}

/** CRC-16 with polynomial 0x8005 (RFC 9639, section 9.3) of `bytes[from .. to - 1]`. */
export function crc16(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let i = from; i < to; i++) crc = ((crc & 0xff) << 8) ^ TABLE_16[(crc >> 8) ^ bytes[i]!]!;
  return crc;
}

const TABLE_8 = table(8, 0x07);
const TABLE_16 = table(16, 0x8005);

function table(bits: 8 | 16, polynomial: number): Uint16Array {
  const top = 2 ** (bits - 1);
  const mask = 2 ** bits - 1;
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (bits - 8);
    for (let i = 0; i < 8; i++) crc = (crc & top ? (crc << 1) ^ polynomial : crc << 1) & mask;
    return crc;
  });
}
