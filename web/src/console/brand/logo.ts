/** A logo as the server takes it: a PNG or JPEG of 30 KB, made smaller here when it is larger. */

const MOST_BYTES = 30 * 1024;
const SIDES = [240, 180, 128, 96];

/** What cannot be read as a picture. */
export class NoLogo extends Error {}

/** In base64. One that is clear in places stays so, as far as it fits. */
export async function logoOf(file: File): Promise<string> {
  if (file.size <= MOST_BYTES && /^image\/(jpeg|png)$/.test(file.type)) return await base64(file);
  const picture = await createImageBitmap(file).catch(() => {
    throw new NoLogo();
  });
  for (const kind of ["image/png", "image/jpeg"] as const) {
    for (const side of SIDES) {
      const blob = await drawn(picture, side, kind);
      if (blob.size <= MOST_BYTES) return await base64(blob);
    }
  }
  throw new NoLogo();
}

async function drawn(picture: ImageBitmap, side: number, kind: "image/png" | "image/jpeg"): Promise<Blob> {
  const by = Math.min(1, side / Math.max(picture.width, picture.height));
  const [width, height] = [Math.max(1, Math.round(picture.width * by)), Math.max(1, Math.round(picture.height * by))];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const brush = canvas.getContext("2d");
  if (brush === null) throw new NoLogo();
  if (kind === "image/jpeg") {
    brush.fillStyle = "#fff"; // a JPEG knows no clear places
    brush.fillRect(0, 0, width, height);
  }
  brush.drawImage(picture, 0, 0, width, height);
  return await new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new NoLogo())), kind, 0.85));
}

async function base64(blob: Blob): Promise<string> {
  let signs = "";
  for (const byte of new Uint8Array(await blob.arrayBuffer())) signs += String.fromCharCode(byte);
  return btoa(signs);
}
