import { DASH } from "./canvasPen";
import type { Extent } from "./model";
import { FONT, ICON_SIDE, ICON_STROKE, type Label, type Pen, type Point } from "./pen";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
// What XML 1.0 cannot hold, in whatever way it is written: control characters, lone surrogates, two non-characters.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text as it may stand in an SVG, between tags and in attributes. */
export function escaped(text: string): string {
  return text.replace(UNWRITABLE, "\ufffd").replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function pair([x, y]: Point): string {
  return `${round(x)} ${round(y)}`;
}

function rectanglePath({ x, y, width, height }: Extent, radius: number): string {
  if (radius === 0) return `M${pair([x, y])}h${round(width)}v${round(height)}h${round(-width)}z`;
  const arc = (dx: number, dy: number) => `a${radius} ${radius} 0 0 1 ${dx} ${dy}`;
  const across = round(width - 2 * radius);
  const down = round(height - 2 * radius);
  return (
    `M${pair([x + radius, y])}h${across}${arc(radius, radius)}v${down}${arc(-radius, radius)}` +
    `h-${across}${arc(-radius, -radius)}v-${down}${arc(radius, -radius)}z`
  );
}

function textElement({ text, x, y, colour, size, weight = 400, align = "start" }: Label): string {
  return (
    `<text x="${round(x)}" y="${round(y)}" fill="${escaped(colour)}" font-size="${size}" font-weight="${weight}" ` +
    `text-anchor="${align}" dominant-baseline="central">${escaped(text)}</text>`
  );
}

export interface SvgPen extends Pen {
  /** The complete document. */
  document: (width: number, height: number, title: string) => string;
}

/** Draws into an SVG. */
export function svgPen(): SvgPen {
  const elements: string[] = [];
  let path = "";
  const take = () => {
    const taken = path;
    path = "";
    return taken;
  };
  const within = (open: string, draw: () => void) => {
    elements.push(open);
    draw();
    elements.push("</g>");
  };
  return {
    rectangle: (extent, radius = 0) => { path += rectanglePath(extent, radius); },
    line: (from, to) => { path += `M${pair(from)}L${pair(to)}`; },
    curve: (from, [first, second], to) => { path += `M${pair(from)}C${pair(first)} ${pair(second)} ${pair(to)}`; },
    polygon: (points) => { path += `M${points.map(pair).join("L")}z`; },
    circle: (x, y, radius) => {
      const half = `a${round(radius)} ${round(radius)} 0 1 0 `;
      path += `M${pair([x + radius, y])}${half}${round(-2 * radius)} 0${half}${round(2 * radius)} 0z`;
    },
    fill: (colour) => { elements.push(`<path fill="${escaped(colour)}" d="${take()}"/>`); },
    stroke: ({ colour, width, isDashed = false }) => {
      const dash = isDashed ? ` stroke-dasharray="${DASH.join(" ")}"` : "";
      elements.push(`<path fill="none" stroke="${escaped(colour)}" stroke-width="${round(width)}"${dash} d="${take()}"/>`);
    },
    label: (label) => { elements.push(textElement(label)); },
    icon: (paths, at, size, colour) => {
      const drawn = paths.map((lines) => `<path d="${escaped(lines)}"/>`).join("");
      elements.push(
        `<g transform="translate(${pair(at)}) scale(${size / ICON_SIDE})" fill="none" stroke="${escaped(colour)}" ` +
        `stroke-width="${ICON_STROKE}" stroke-linecap="round">${drawn}</g>`,
      );
    },
    faded: (opacity, draw) => { within(`<g opacity="${Math.round(opacity * 100) / 100}">`, draw); },
    scaled: (origin, scale, draw) => { within(`<g transform="translate(${pair(origin)}) scale(${scale})">`, draw); },
    document: (width, height, title) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" ` +
      `viewBox="0 0 ${round(width)} ${round(height)}" font-family="${FONT}" role="img"><title>${escaped(title)}</title>` +
      `${elements.join("")}</svg>\n`,
  };
}
