// Draws the pictures from their SVG sources. As a script it draws the app's icons, which are
// committed: `node scripts/draw-icons.mjs` after a change to build/icon.svg. The tray's icons are
// drawn by the build.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { toIco } from './lib/ico.mjs';
import { inProject } from './lib/paths.mjs';
import { isMain, runMain, step } from './lib/step.mjs';

const appIconSizes = [16, 24, 32, 48, 64, 128, 256, 512];
const menuBarStates = ['calm', 'paused', 'not-watching', 'conflict'];
const windowsIconSizes = [16, 20, 24, 32, 40, 48, 64, 256];
/** 16 points on screens of 100, 125, 150, 200, 250 and 300 percent. */
const windowsTraySizes = [16, 20, 24, 32, 40, 48];
const counts = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'many'];

/**
 * @param {string} svg
 * @param {number} sizePx
 */
function toPng(svg, sizePx) {
  // No text is drawn, and looking for fonts takes longer than all the drawing.
  const font = { loadSystemFonts: false };
  return new Resvg(svg, { font, fitTo: { mode: 'width', value: sizePx } }).render().asPng();
}

/**
 * @param {string} svg
 * @param {readonly number[]} sizesPx
 */
const drawIco = (svg, sizesPx) =>
  toIco(sizesPx.map((sizePx) => ({ sizePx, png: toPng(svg, sizePx) })));

/** @param {string} name */
const readTraySource = (name) => readFile(inProject(`build/tray/${name}.svg`), 'utf8');

/** The tray's states and the picture of each. */
async function readTrayPictures() {
  const conflict = await readTraySource('conflict');
  return new Map([
    ['calm', await readTraySource('calm')],
    ['paused', await readTraySource('paused')],
    ['not-watching', await readTraySource('not-watching')],
    ...counts.map(
      (count) =>
        /** @type {const} */ ([
          `conflict-${count}`,
          conflict.replace('href="#count-1"', `href="#count-${count}"`),
        ]),
    ),
  ]);
}

/**
 * Draws for each state of the tray linux/<state>.png (32 px) and @2x (64 px), all sizes for Windows
 * in win/<state>.ico, and the shapes for macOS, 18 points large, which knows them for such by the
 * end of their names. A package carries the folder of its own system alone.
 * @param {string} folder
 */
export async function drawTrayIcons(folder) {
  const linux = join(folder, 'linux');
  const mac = join(folder, 'mac');
  const win = join(folder, 'win');
  for (const one of [linux, mac, win]) await mkdir(one, { recursive: true });
  for (const state of menuBarStates) {
    const svg = await readTraySource(`menu-bar/${state}`);
    await writeFile(join(mac, `${state}Template.png`), toPng(svg, 18));
    await writeFile(join(mac, `${state}Template@2x.png`), toPng(svg, 36));
  }
  for (const [state, svg] of await readTrayPictures()) {
    await writeFile(join(linux, `${state}.png`), toPng(svg, 32));
    await writeFile(join(linux, `${state}@2x.png`), toPng(svg, 64));
    await writeFile(join(win, `${state}.ico`), drawIco(svg, windowsTraySizes));
  }
}

async function drawAppIcons() {
  const folder = inProject('build/icons');
  await mkdir(folder, { recursive: true });
  const svg = await readFile(inProject('build/icon.svg'), 'utf8');
  for (const size of appIconSizes) {
    await writeFile(join(folder, `${size}x${size}.png`), toPng(svg, size));
  }
  await writeFile(inProject('build/icon.ico'), drawIco(svg, windowsIconSizes));
}

if (isMain(import.meta)) {
  await runMain(() => step("drawing the app's icons", drawAppIcons));
}
