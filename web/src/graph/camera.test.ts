import { describe, expect, it } from "vitest";

import { type Camera, cameraOf, firstView, fitted, moved, RULER, seen, showing, textOfCamera, toPicture, toScreen, within, zoomed } from "./camera";

const SIZE = { width: 800, height: 600 };
const CAMERA: Camera = { x: 100, y: -50, k: 0.5 };

describe("the camera", () => {
  it("leads from the picture to the screen and back", () => {
    const point = { x: 321, y: -77 };

    expect(toPicture(CAMERA, SIZE, toScreen(CAMERA, SIZE, point))).toEqual(point);
  });

  it("keeps the point under the pointer when it zooms", () => {
    const at = { x: 650, y: 40 };

    const after = zoomed(CAMERA, SIZE, 1.7, at);

    const point = toPicture(CAMERA, SIZE, at);
    expect(toScreen(after, SIZE, point).x).toBeCloseTo(at.x);
    expect(toScreen(after, SIZE, point).y).toBeCloseTo(at.y);
    expect(after.k).toBeCloseTo(0.85);
  });

  it("moves with the pointer", () => {
    const before = toScreen(CAMERA, SIZE, { x: 0, y: 0 });
    const after = toScreen(moved(CAMERA, { x: 30, y: -20 }), SIZE, { x: 0, y: 0 });

    expect([after.x - before.x, after.y - before.y]).toEqual([30, -20]);
  });

  it.each([
    { x: 0, y: -100, width: 500, height: 200 },
    { x: 0, y: -5000, width: 300, height: 10000 },
    { x: 0, y: -50, width: 9000, height: 100 },
  ])("fits a picture of $width by $height below the ruler", (extent) => {
    const camera = fitted(extent, SIZE);
    const topLeft = toScreen(camera, SIZE, extent);
    const bottomRight = toScreen(camera, SIZE, { x: extent.x + extent.width, y: extent.y + extent.height });

    expect(topLeft.x).toBeGreaterThanOrEqual(0);
    expect(topLeft.y).toBeGreaterThanOrEqual(RULER);
    expect(bottomRight.x).toBeLessThanOrEqual(SIZE.width);
    expect(bottomRight.y).toBeLessThanOrEqual(SIZE.height);
  });

  it("starts readable at the source when not all fits", () => {
    const extent = { x: 0, y: -3000, width: 9000, height: 6000 };
    const source = { x: 10, y: 700 };

    const camera = firstView(extent, SIZE, source);

    const place = toScreen(camera, SIZE, source);
    expect(camera.k).toBeGreaterThanOrEqual(0.8);
    expect(place.x).toBeGreaterThan(0);
    expect(place.x).toBeLessThan(60);
    expect(place.y).toBeCloseTo(SIZE.height / 2 + RULER / 2);
  });

  it("moves no further than it takes to show a box that is partly in view", () => {
    const inside = { x: 100, y: -50, width: 20, height: 20 };
    const atTheEdge = { x: 850, y: -50, width: 100, height: 20 };

    expect(showing(CAMERA, SIZE, inside)).toBe(CAMERA);
    const camera = showing(CAMERA, SIZE, atTheEdge);
    expect(camera.y).toBe(CAMERA.y);
    expect(seen(camera, SIZE).x + seen(camera, SIZE).width).toBe(950 + 40 / CAMERA.k);
  });

  it("puts a box that is out of view in the middle", () => {
    expect(showing(CAMERA, SIZE, { x: 5000, y: 900, width: 100, height: 20 })).toEqual({ ...CAMERA, x: 5050, y: 910 });
  });

  it("does not look past the edges of the picture", () => {
    const extent = { x: 0, y: -1000, width: 5000, height: 2000 };
    const small = { x: 0, y: -10, width: 100, height: 20 };

    const area = seen(within({ x: 9000, y: 5000, k: 1 }, SIZE, extent), SIZE);
    expect([area.x + area.width, area.y + area.height]).toEqual([5020, 1020]);
    expect(within({ x: 50, y: 0, k: 1 }, SIZE, small)).toEqual({ x: 50, y: 0, k: 1 });
    const whole = seen(within({ x: 900, y: 900, k: 1 }, SIZE, small), SIZE);
    expect(whole.x).toBeLessThanOrEqual(0);
    expect(whole.y).toBeLessThanOrEqual(-10 - RULER);
  });
});

describe("the camera in the address", () => {
  it("is read back as it was written", () => {
    expect(cameraOf(textOfCamera({ x: 12, y: -7, k: 0.35 }))).toEqual({ x: 12, y: -7, k: 0.35 });
  });

  it.each(["", "1,2", "1,2,x", "1,2,Infinity", "1,2,3,4"])("is ignored when it is %j", (text) => {
    expect(cameraOf(text)).toBeNull();
  });

  it("stays within the limits of the zoom", () => {
    expect(cameraOf("0,0,999")?.k).toBe(4);
    expect(cameraOf("0,0,0")?.k).toBeGreaterThan(0);
  });
});
