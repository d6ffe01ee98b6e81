import { ActionIcon } from "@mantine/core";
import { IconArrowsMaximize, IconMinus, IconPlus } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from "react";

import { announce } from "../components/announce";
import { t } from "../locales/i18n";
import { useShortcut } from "../shell/shortcuts";
import type { Tokens } from "../theme/tokens";
import { type Camera, cameraOf, type Point, textOfCamera } from "./camera";
import classes from "./GraphCanvas.module.css";
import { GraphView } from "./GraphView";
import type { Box, Extent } from "./model";
import type { Focus, Scene } from "./scene";
import { STEPS, walked } from "./walk";

const ZOOM_STEP = 1.4;

interface Props {
  scene: Scene;
  focus: Focus;
  tokens: Tokens;
  /** What the picture shows, said when it gets the keyboard. */
  label: string;
  /** Where to look, as `textOfCamera` says it; empty for the usual first view. */
  look: string;
  onLook: (look: string) => void;
  onSelect: (box: Box | null) => void;
  onOpen: (box: Box) => void;
  /** What is said beside the pointer about a box. */
  describe: (box: Box) => ReactNode;
  /** What can be done with links, where they are more than lines. */
  links?: LinkActions;
}

export interface LinkActions {
  onSelect: (link: number) => void;
  /** Go to the next or previous link of what is selected. */
  onStep: (by: 1 | -1) => void;
  /** What is said beside the pointer about a link. */
  describe: (link: number) => ReactNode;
  /** The keys of the picture in words. */
  keys: string;
}

type Hovered = { box: Box; area: Extent } | { link: number; at: Point };

/** The picture with its keys and buttons. Everything that is in it can be reached by keyboard and is said aloud when selected. */
export function GraphCanvas(props: Props) {
  const { scene, focus, label, describe } = props;
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const view = useView(canvas, props, setHovered);
  useShortcut("f", t("Fit the picture"), () => { view.current?.fitAll(); });
  const zoom = (factor: number) => { view.current?.zoom(factor); };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (actOn(event.key, props, zoom)) event.preventDefault();
  };
  return (
    <div className={classes.pane}>
      <div
        className={classes.application}
        role="application"
        tabIndex={0}
        aria-label={label}
        aria-describedby={id}
        onKeyDown={onKeyDown}
      >
        <canvas
          ref={canvas}
          className={classes.canvas}
          aria-hidden
          data-boxes={scene.layout.boxes.length}
          data-layout-ms={scene.layout.milliseconds.toFixed(1)}
          data-selected={focus.selected}
        />
      </div>
      <p id={id} className="visuallyhidden">
        {props.links?.keys ?? t("Arrow left leads towards the source, right away from it, up and down within a level. Enter opens what is selected, Escape clears the selection, F fits the picture, plus and minus zoom, T shows a table instead.")}
      </p>
      {hovered && "box" in hovered && <Hover area={hovered.area}>{describe(hovered.box)}</Hover>}
      {hovered && "link" in hovered && <HoverLink at={hovered.at}>{props.links?.describe(hovered.link)}</HoverLink>}
      <ZoomButtons zoom={zoom} fit={() => { view.current?.fitAll(); }} />
    </div>
  );
}

function ZoomButtons({ zoom, fit }: { zoom: (factor: number) => void; fit: () => void }) {
  return (
    <div className={classes.buttons} role="group" aria-label={t("Zoom")}>
      <ActionIcon variant="default" aria-label={t("Zoom in")} title={t("Zoom in (+)")} onClick={() => { zoom(ZOOM_STEP); }}>
        <IconPlus size={16} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label={t("Zoom out")} title={t("Zoom out (−)")} onClick={() => { zoom(1 / ZOOM_STEP); }}>
        <IconMinus size={16} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label={t("Fit the picture")} title={t("Fit the picture (F)")} onClick={fit}>
        <IconArrowsMaximize size={16} />
      </ActionIcon>
    </div>
  );
}

/** Walks along boxes and links; whether the key does so. */
function stepOn(key: string, { scene, focus, onSelect, links }: Pick<Props, "scene" | "focus" | "onSelect" | "links">): boolean {
  if (links && (key === "PageDown" || key === "PageUp")) {
    links.onStep(key === "PageDown" ? 1 : -1);
    return true;
  }
  if (!Object.hasOwn(STEPS, key)) return false;
  const next = walked(scene, focus, STEPS[key as keyof typeof STEPS]);
  if (next === null) announce(t("Nothing further there"));
  else onSelect(scene.layout.boxes[next] ?? null);
  return true;
}

/** What a key does; whether it did something. */
function actOn(key: string, { scene, focus, onSelect, onOpen, links }: Props, zoom: (factor: number) => void): boolean {
  const box = scene.layout.boxes[focus.selected];
  if (stepOn(key, { scene, focus, onSelect, links })) return true;
  if (key === "+" || key === "=") zoom(ZOOM_STEP);
  else if (key === "-") zoom(1 / ZOOM_STEP);
  else if (key === "Escape") onSelect(null);
  else if (key === "Enter" && box) onOpen(box);
  else return false;
  return true;
}

/** The view that draws on the canvas, as long as the canvas is there. */
function useView(canvas: { current: HTMLCanvasElement | null }, props: Props, setHovered: (hovered: Hovered | null) => void) {
  const { scene, focus, tokens, look } = props;
  const view = useRef<GraphView>(null);
  const looked = useRef(look);
  const onSelect = useEffectEvent((box: Box | null) => { props.onSelect(box); });
  const onOpen = useEffectEvent((box: Box) => { props.onOpen(box); });
  const onSelectLink = useEffectEvent((link: number) => { props.links?.onSelect(link); });
  const onRest = useEffectEvent((camera: Camera) => {
    looked.current = textOfCamera(camera);
    props.onLook(looked.current);
  });
  const start = useEffectEvent(() => (look ? cameraOf(look) : null));
  useEffect(() => {
    if (!canvas.current) return;
    const made = new GraphView(canvas.current, {
      onSelect: (box) => { onSelect(box); },
      onOpen: (box) => { onOpen(box); },
      onRest: (camera) => { onRest(camera); },
      onHover: (box, area) => { setHovered(box && area ? { box, area } : null); },
      onSelectLink: (link) => { onSelectLink(link); },
      onHoverLink: (link, at) => { setHovered({ link, at }); },
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [canvas, setHovered]);
  useEffect(() => {
    view.current?.show({ scene, focus, tokens, start: start() });
  }, [scene, focus, tokens]);
  useEffect(() => {
    // The address changed by itself: the back button.
    if (look !== looked.current) view.current?.look(look ? cameraOf(look) : null);
    looked.current = look;
  }, [look]);
  return view;
}

/** A frame around the box under the pointer, and what it is. The side panel says the same and more. */
function Hover({ area, children }: { area: Extent; children: ReactNode }) {
  const { x, y, width, height } = area;
  return (
    <div aria-hidden>
      <div className={classes.frame} style={{ transform: `translate(${x - 2}px, ${y - 2}px)`, width: width + 4, height: height + 4 }} />
      <div className={classes.hover} style={{ transform: `translate(${Math.max(4, x)}px, ${y + height + 6}px)` }}>{children}</div>
    </div>
  );
}

/** What the link under the pointer is. */
function HoverLink({ at: { x, y }, children }: { at: Point; children: ReactNode }) {
  return <div aria-hidden className={classes.hover} style={{ transform: `translate(${Math.max(4, x + 12)}px, ${y + 14}px)` }}>{children}</div>;
}
