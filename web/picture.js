// A photograph as it goes on its way: turned upright, at most 1600 pixels, a JPEG without EXIF.

const MOST = 1600;

// The photograph on a canvas, to be looked at and drawn upon.
export async function canvas(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, MOST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
}

export const jpeg = (canvas) => new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
