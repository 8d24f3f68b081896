/** An SVG as an address that an image takes; WeChat has no btoa. */

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function svgAddress(svg: string): string {
  // Percent-escapes are the bytes of UTF-8.
  const bytes = unescapeBytes(encodeURIComponent(svg));
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two = 0, three = 0] = bytes.slice(at, at + 3);
    const all = (one << 16) | (two << 8) | three;
    const signs = [18, 12, 6, 0].map((shift) => SIGNS.charAt((all >> shift) & 63));
    const missing = Math.max(0, at + 3 - bytes.length);
    text += signs.slice(0, 4 - missing).join("") + "=".repeat(missing);
  }
  return `data:image/svg+xml;base64,${text}`;
}

function unescapeBytes(escaped: string): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at += 1) {
    const isByte = escaped.charAt(at) === "%";
    bytes.push(isByte ? parseInt(escaped.slice(at + 1, at + 3), 16) : escaped.charCodeAt(at));
    if (isByte) at += 2;
  }
  return bytes;
}
