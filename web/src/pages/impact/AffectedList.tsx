import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type KeyboardEvent, useEffect, useId, useRef } from "react";

import { impactExport } from "../../api/impact";
import type { Picture } from "../../api/types";
import { useOpen } from "../../components/AppLink";
import { ciHref } from "../../components/links";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useDensity } from "../../shell/display";
import { useShortcut } from "../../shell/shortcuts";
import { type Entry, type Heading, nextChoice, type NodesByUid } from "./entries";
import classes from "./Impact.module.css";
import { CIOption, ServiceOption } from "./Options";
import type { ImpactActions, ImpactState } from "./urlState";

const HEADING_PIXELS = 28;
const SERVICE_LINES_PIXELS = 36;
const PAGE = 12;

const STEPS: Record<string, number> = {
  ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE, Home: -Infinity, End: Infinity,
};

interface Props {
  picture: Picture;
  nodes: NodesByUid;
  entries: readonly Entry[];
  state: ImpactState;
  actions: ImpactActions;
}

function headingWord({ part, count, total }: Heading, isCauses: boolean): string {
  const words = {
    services: t("Services hit, worst first"),
    affected: isCauses ? t("Alone enough to hit it, worst first") : t("Affected, worst first"),
    up: isCauses ? t("Alone not enough") : t("In reach, still up"),
    added: t("Added since"),
    removed: t("Removed since"),
    changed: t("Changed since"),
  };
  const numbers = count < total ? t("{shown} of {total}", { shown: formatNumber(count), total: formatNumber(total) }) : formatNumber(total);
  return `${words[part]} · ${numbers}`;
}

/** The keys of the list; its selection is that of the graph. */
function useListKeys({ entries, state, actions }: Props, selected: number) {
  const open = useOpen();
  const step = (by: number) => {
    const entry = entries[nextChoice(entries, selected, by)];
    if (entry && entry.kind !== "heading") actions.selectCI(entry.uid);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = STEPS[event.key];
    if (by !== undefined) step(by);
    else if (event.key === "Enter" && selected >= 0) open(ciHref(state.ci));
    else if (event.key === "Escape") actions.clear();
    else return;
    event.preventDefault();
  };
  return { step, onKeyDown };
}

/** Keys that walk the list from anywhere on the page; the table has them for itself. */
function ListShortcuts({ step }: { step: (by: number) => void }) {
  useShortcut("j", t("Next in the list"), () => { step(1); });
  useShortcut("k", t("Previous in the list"), () => { step(-1); });
  return null;
}

/** Everything that is affected as a list: the picture in words. */
export function AffectedList(props: Props) {
  const { picture, entries, state } = props;
  const isCauses = state.question.direction === "causes";
  return (
    <section className={classes.list} aria-label={isCauses ? t("Causes") : t("Affected CIs")}>
      <ListBox {...props} label={isCauses ? t("Causes, worst first") : t("Affected, worst first")} />
      <p className={classes.listFoot}>
        {entries.length === 0 && <span>{state.states.length > 0 ? t("No CI is in a state that is shown.") : t("Nothing else is affected.")} </span>}
        <a href={impactExport(state.question, "csv")} download>{t("All {count} as CSV, with paths", { count: formatNumber(picture.counts.reach) })}</a>
      </p>
    </section>
  );
}

function ListBox(props: Props & { label: string }) {
  const { entries, state, label } = props;
  const id = useId();
  const { rowPixels } = useDensity();
  const scroller = useRef<HTMLDivElement>(null);
  const selected = entries.findIndex((entry) => entry.kind !== "heading" && entry.uid === state.ci);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are used in this render only
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => sizeOf(entries[index], rowPixels),
    overscan: 8,
  });
  const { scrollToIndex } = rows;
  const room = rows.scrollRect?.height;
  const { step, onKeyDown } = useListKeys(props, selected);
  useEffect(() => { rows.measure(); }, [rows, entries, rowPixels]);
  useEffect(() => {
    // Also when the explanation above takes room from the list.
    if (selected >= 0) scrollToIndex(selected);
  }, [scrollToIndex, selected, room]);
  const items = rows.getVirtualItems();
  const isDrawn = items.some(({ index }) => index === selected);
  return (
    <div
      ref={scroller}
      className={classes.listbox}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={isDrawn ? `${id}-${selected}` : undefined}
      onKeyDown={onKeyDown}
    >
      {state.view === "graph" && <ListShortcuts step={step} />}
      <div role="presentation" style={{ position: "relative", height: rows.getTotalSize() }}>
        {items.map(({ index, start, size }) => (
          <Row
            {...props}
            key={index}
            id={`${id}-${index}`}
            entry={entries[index]}
            style={{ transform: `translateY(${start}px)`, height: size }}
            isSelected={index === selected}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps extends Props {
  id: string;
  entry: Entry | undefined;
  style: CSSProperties;
  isSelected: boolean;
}

function Row({ id, entry, style, isSelected, nodes, state, actions }: RowProps) {
  if (!entry) return null;
  if (entry.kind === "heading") {
    return <div role="presentation" className={classes.heading} style={style}>{headingWord(entry, state.question.direction === "causes")}</div>;
  }
  const option = { id, style, isSelected, nodes, onClick: () => { actions.selectCI(entry.uid); } };
  return entry.kind === "service" ? <ServiceOption {...option} entry={entry} /> : <CIOption {...option} entry={entry} />;
}

function sizeOf(entry: Entry | undefined, rowPixels: number): number {
  if (entry?.kind === "heading") return HEADING_PIXELS;
  return entry?.kind === "service" ? rowPixels + SERVICE_LINES_PIXELS : rowPixels;
}
