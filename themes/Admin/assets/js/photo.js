// A photo is framed and cut before it is sent: [data-photo] holds a file input, a canvas and a zoom. The cut image takes the file's place in the input,
// so that the form posts as any other; until it is ready, and without a canvas, the file goes as it is.
import { number, on } from './core.js';

const framed = new WeakMap();
const partOf = (box, selector) => box.querySelector(selector);

function refuse(box, text) {
  partOf(box, 'input[type=file]').value = '';
  box.parentElement.querySelector('.photo-error').textContent = text;
}

/** PNG, JPEG or WEBP by its first bytes, whatever its name says: what is cut and sent would hide what it was (002-39). */
async function isPhoto(file) {
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const starts = (at, ...bytes) => bytes.every((byte, n) => head[at + n] === byte);
  return starts(0, 0x89, 0x50, 0x4e, 0x47) || starts(0, 0xff, 0xd8, 0xff) || (starts(0, 0x52, 0x49, 0x46, 0x46) && starts(8, 0x57, 0x45, 0x42, 0x50));
}

on('change', '[data-photo] input[type=file]', async (_, input) => {
  const box = input.closest('[data-photo]');
  const [file] = input.files;
  if (!file) {
    return;
  }

  box.parentElement.querySelector('.photo-error').textContent = '';
  if (file.size > Number(box.dataset.max)) {
    refuse(box, box.dataset.tooLarge.replace('{0}', `${number(Math.ceil(file.size / 1024))} KB`));
    return;
  }

  if (!await isPhoto(file)) {
    refuse(box, box.dataset.noImage);
    return;
  }

  let image;
  try {
    image = await createImageBitmap(file);
  } catch {
    refuse(box, box.dataset.noImage);
    return;
  }

  framed.set(box, { image, type: file.type, zoom: 1, x: 0, y: 0 });
  const canvas = partOf(box, 'canvas');
  canvas.hidden = false;
  canvas.parentElement.querySelectorAll('img, .icon').forEach((element) => element.toggleAttribute('hidden', true));
  const zoom = partOf(box, '.photo-zoom');
  zoom.hidden = false;
  partOf(zoom, 'input').value = 1;
  draw(box);
});

/** The image covers the frame; `x` and `y` move its middle, in the frame's pixels. */
function draw(box) {
  const frame = framed.get(box);
  const canvas = partOf(box, 'canvas');
  const { image } = frame;
  const scale = Math.max(canvas.width / image.width, canvas.height / image.height) * frame.zoom;
  const [width, height] = [image.width * scale, image.height * scale];
  const within = (value, room) => Math.max(-room / 2, Math.min(room / 2, value));
  frame.x = within(frame.x, width - canvas.width);
  frame.y = within(frame.y, height - canvas.height);
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, (canvas.width - width) / 2 + frame.x, (canvas.height - height) / 2 + frame.y, width, height);
  clearTimeout(frame.timer);
  frame.timer = setTimeout(() => cut(box), 100);
}

async function cut(box) {
  const { type } = framed.get(box);
  const canvas = partOf(box, 'canvas');
  const as = (kind) => new Promise((resolve) => canvas.toBlob(resolve, kind, 0.9));
  let blob = await as(type === 'image/jpeg' ? 'image/jpeg' : 'image/webp');
  if (blob.size > Number(box.dataset.max)) {
    blob = await as('image/jpeg'); // a browser without WebP gave PNG
  }

  const files = new DataTransfer();
  files.items.add(new File([blob], `photo.${blob.type.slice(6)}`, { type: blob.type }));
  partOf(box, 'input[type=file]').files = files.files;
  box.dataset.ready = 'true';
}

on('input', '[data-photo] .photo-zoom input', (_, slider) => {
  const box = slider.closest('[data-photo]');
  framed.get(box).zoom = Number(slider.value);
  draw(box);
});

function move(canvas, x, y) {
  const box = canvas.closest('[data-photo]');
  const frame = framed.get(box);
  const perPixel = canvas.width / canvas.clientWidth;
  frame.x += x * perPixel;
  frame.y += y * perPixel;
  draw(box);
}

on('pointerdown', '[data-photo] canvas', (event, canvas) => canvas.setPointerCapture(event.pointerId));
on('pointermove', '[data-photo] canvas', (event, canvas) => canvas.hasPointerCapture(event.pointerId) && move(canvas, event.movementX, event.movementY));
on('keydown', '[data-photo] canvas', (event, canvas) => {
  const step = { ArrowLeft: [-8, 0], ArrowRight: [8, 0], ArrowUp: [0, -8], ArrowDown: [0, 8] }[event.key];
  if (step) {
    event.preventDefault();
    event.stopPropagation();
    move(canvas, ...step);
  }
});
