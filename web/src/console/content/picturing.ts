/** A picture as it can be sent: of a kind and a size that the server takes, made smaller here when it is not. */

import { intent, siyu } from "../../api";

const MOST_BYTES = 180 * 1024;
const MOST_SIDE = 1440;
const COVER = { width: 520, height: 416 };

/** isCover: of a mini-program's card, which shows 5:4. Fails for what is no picture. */
export async function uploaded(file: File, isCover: boolean): Promise<string> {
  const isFine = !isCover && file.size <= MOST_BYTES && /^image\/(jpeg|png)$/.test(file.type);
  const data = await base64(isFine ? file : await fitted(file, isCover));
  const name = file.name.replace(/\s+/g, " ").slice(-40) || "image";
  const { picture_id } = await siyu.content.uploadPicture({ body: { name, data } }, { key: intent() });
  return picture_id;
}

/** What cannot be read as a picture. */
export class NoPicture extends Error {}

async function fitted(file: File, isCover: boolean): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => {
    throw new NoPicture();
  });
  for (let side = MOST_SIDE; side >= 240; side *= 0.75) {
    const blob = await drawn(picture, isCover ? COVER : within(picture, side), 0.85);
    if (blob.size <= MOST_BYTES) return blob;
  }
  return await drawn(picture, within(picture, 240), 0.6);
}

function within({ width, height }: ImageBitmap, side: number): { width: number; height: number } {
  const by = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * by)), height: Math.max(1, Math.round(height * by)) };
}

/** The middle of a picture, as large as its frame. */
async function drawn(picture: ImageBitmap, frame: { width: number; height: number }, quality: number): Promise<Blob> {
  const canvas = Object.assign(document.createElement("canvas"), frame);
  const by = Math.max(frame.width / picture.width, frame.height / picture.height);
  const [width, height] = [picture.width * by, picture.height * by];
  const brush = canvas.getContext("2d");
  if (brush === null) throw new NoPicture();
  // Where it is clear it is white: a JPG knows no clear places.
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, frame.width, frame.height);
  brush.drawImage(picture, (frame.width - width) / 2, (frame.height - height) / 2, width, height);
  return await new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new NoPicture())), "image/jpeg", quality));
}

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let signs = "";
  for (const byte of bytes) signs += String.fromCharCode(byte);
  return btoa(signs);
}
