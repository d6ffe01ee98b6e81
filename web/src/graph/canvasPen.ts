import { FONT, ICON_SIDE, ICON_STROKE, type Pen, type Stroke } from "./pen";

export const DASH = [4, 3];

/** Draws on a canvas. */
export function canvasPen(context: CanvasRenderingContext2D): Pen {
  const done = (finish: () => void) => {
    finish();
    context.beginPath();
  };
  context.beginPath();
  return {
    rectangle: ({ x, y, width, height }, radius = 0) => {
      if (radius > 0) context.roundRect(x, y, width, height, radius);
      else context.rect(x, y, width, height);
    },
    line: (from, to) => {
      context.moveTo(...from);
      context.lineTo(...to);
    },
    curve: (from, [first, second], to) => {
      context.moveTo(...from);
      context.bezierCurveTo(...first, ...second, ...to);
    },
    polygon: (points) => {
      for (const [turn, point] of points.entries()) {
        if (turn === 0) context.moveTo(...point);
        else context.lineTo(...point);
      }
      context.closePath();
    },
    circle: (x, y, radius) => {
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    },
    fill: (colour) => {
      context.fillStyle = colour;
      done(() => { context.fill(); });
    },
    stroke: (stroke) => {
      setStroke(context, stroke);
      done(() => { context.stroke(); });
    },
    label: ({ text, x, y, colour, size, weight = 400, align = "start" }) => {
      context.font = `${weight} ${size}px ${FONT}`;
      context.fillStyle = colour;
      context.textAlign = align === "middle" ? "center" : align;
      context.textBaseline = "middle";
      context.fillText(text, x, y);
    },
    icon: (paths, [x, y], size, colour) => {
      context.save();
      context.translate(x, y);
      context.scale(size / ICON_SIDE, size / ICON_SIDE);
      setStroke(context, { colour, width: ICON_STROKE });
      context.lineCap = "round";
      for (const path of paths) context.stroke(new Path2D(path));
      context.restore();
    },
    faded: (opacity, draw) => {
      const before = context.globalAlpha;
      context.globalAlpha = before * opacity;
      draw();
      context.globalAlpha = before;
    },
    scaled: ([x, y], scale, draw) => {
      context.save();
      context.translate(x, y);
      context.scale(scale, scale);
      draw();
      context.restore();
    },
  };
}

function setStroke(context: CanvasRenderingContext2D, { colour, width, isDashed = false }: Stroke): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(isDashed ? DASH : []);
}
