import { createHash } from 'node:crypto';

function digest(text: string): string {
  return createHash('sha256').update(`sandbox:${text}`).digest('hex');
}

/** A pkid, 24 hexadecimal digits, made from a text: the same one every time. */
export function pkidFrom(text: string): string {
  return digest(text).slice(0, 24);
}

/** A UUID made from a text: the same one every time. */
export function uuidFrom(text: string): string {
  const hex = digest(text);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}
