import { ActionIcon, NativeSelect, Slider } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { momentsQuery } from "../../api/comparisons";
import type { Direction } from "../../api/impact";
import { announce } from "../../components/announce";
import { lookingBack } from "../../components/TwoInstants";
import { formatDateTime } from "../../locales/format";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import classes from "./Impact.module.css";
import { ALL_THE_WAY, instantAt, marksOf, nextMoment, placeOf, type Track } from "./timeTrack";

const USUAL = 24 * 3_600_000;
/** The beginning is rounded to this, so that the same look back is the same question for a while. */
const STEP_MS = 60_000;

interface Props {
  uid: string;
  direction: Direction;
  /** Of when the picture is, "" for now. */
  asOf: string;
  showAt: (asOf: string) => void;
}

/** A track of time with a mark for each change of what the picture shows; where the thumb is, the picture is of. */
export function TimeSlider({ uid, direction, asOf, showAt }: Props) {
  const [search, change] = useUrlState();
  const [now] = useState(() => Date.now());
  const back = Math.max(Number(first(search, "back")) || USUAL, asOf === "" ? 0 : now - Date.parse(asOf));
  const track: Track = { since: Math.floor((now - back) / STEP_MS) * STEP_MS, until: now };
  const moments = useQuery(momentsQuery(uid, direction, new Date(track.since).toISOString()));
  const times = timesOf(moments.data?.items ?? []);
  const at = asOf === "" ? now : Date.parse(asOf);
  const [moved, move] = useState<number | null>(null);
  const show = (place: number) => {
    move(null);
    showAt(place >= ALL_THE_WAY ? "" : instantAt(track, place));
  };
  const step = async (towards: -1 | 1) => {
    // Whoever is faster than the answer gets the change all the same.
    const known = moments.data ?? (await moments.refetch()).data;
    const next = nextMoment(timesOf(known?.items ?? []), at, towards);
    if (next === null && towards === 1) showAt("");
    else if (next === null) announce(t("No earlier change in this time"));
    else showAt(new Date(next).toISOString());
  };
  const place = moved ?? placeOf(track, at);
  return (
    <div className={classes.time} role="group" aria-label={t("Time of the picture")}>
      <NativeSelect
        aria-label={t("How far back")} size="xs" value={String(back)}
        onChange={(event) => { change({ back: event.currentTarget.value }); }}
        data={choicesOf(back)}
      />
      <ActionIcon variant="default" aria-label={t("Previous change")} title={t("Previous change")} onClick={() => { void step(-1); }}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <Slider
        className="grow" min={0} max={ALL_THE_WAY} step={1} value={place} marks={marksOf(track, times).map((value) => ({ value }))}
        thumbLabel={t("The picture as it was at")} label={(value) => wordOf(track, value)} thumbProps={{ "aria-valuetext": wordOf(track, place) }}
        size={4} onChange={move} onChangeEnd={show}
      />
      <ActionIcon variant="default" aria-label={t("Next change")} title={t("Next change")} disabled={asOf === ""} onClick={() => { void step(1); }}>
        <IconChevronRight size={16} />
      </ActionIcon>
      <span className="dim">{t("{count, plural, one {# change} other {# changes}}", { count: moments.data?.total ?? 0 })}</span>
    </div>
  );
}

function wordOf(track: Track, place: number): string {
  return place >= ALL_THE_WAY ? t("Now") : formatDateTime(instantAt(track, place));
}

function choicesOf(back: number): { value: string; label: string }[] {
  const usual = lookingBack().map(([label, milliseconds]) => ({ value: String(milliseconds), label }));
  if (usual.some(({ value }) => value === String(back))) return usual;
  return [...usual, { value: String(back), label: t("{days, plural, one {Last # day} other {Last # days}}", { days: Math.ceil(back / USUAL) }) }];
}

/** A millisecond later, for the instants of the server are finer. */
function timesOf(items: readonly string[]): number[] {
  return items.map((at) => Date.parse(at) + 1);
}
