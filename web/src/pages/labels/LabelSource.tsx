import { Checkbox, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { assetsQuery } from "../../api/assets";
import { placesQuery } from "../../api/cis";
import type { LabelsOf } from "../../api/labels";
import { t } from "../../locales/i18n";
import { type Search, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { filtersOf } from "../assets/words";

type Kind = LabelsOf["kind"];
const PLACES = ["site", "room", "rack"];

/** What labels are made of; the address of the page says what somebody has chosen elsewhere. */
export function LabelSource({ change }: { change: (of: LabelsOf | null) => void }) {
  const [search] = useUrlState();
  const numbers = search["number"] ?? [];
  const [kind, setKind] = useState<Kind>(kindOf(search));
  const offered: { value: Kind; label: string }[] = [
    ...(numbers.length > 0 ? [{ value: "numbers" as const, label: t("{count, plural, one {# record that is selected} other {# records that are selected}}", { count: numbers.length }) }] : []),
    { value: "filter", label: isFiltered(search) ? t("all assets of the list") : t("all assets") },
    { value: "places", label: t("places") },
    { value: "tags", label: t("tags that nothing has yet") },
  ];
  return (
    <>
      <NativeSelect label={t("Labels of")} value={kind} data={offered} onChange={({ currentTarget }) => { setKind(offered.find(({ value }) => value === currentTarget.value)?.value ?? "filter"); }} />
      {kind === "numbers" && <Given of={{ kind, numbers }} change={change} />}
      {kind === "filter" && <Filtered search={search} change={change} />}
      {kind === "places" && <Places chosenFirst={search["place"] ?? []} change={change} />}
      {kind === "tags" && <Tags change={change} />}
    </>
  );
}

function kindOf(search: Search): Kind {
  if (search["number"]) return "numbers";
  return search["place"] ? "places" : "filter";
}

function isFiltered(search: Search): boolean {
  return Object.keys(search).some((name) => name !== "number" && name !== "place");
}

interface Giving {
  change: (of: LabelsOf | null) => void;
}

/** Says what is chosen, whenever it is another choice. */
function useGiving(change: Giving["change"], of: LabelsOf | null): void {
  const text = JSON.stringify(of);
  useEffect(() => { change(JSON.parse(text) as LabelsOf | null); }, [change, text]);
}

function Given({ of, change }: Giving & { of: LabelsOf }) {
  useGiving(change, of);
  return null;
}

function Filtered({ search, change }: Giving & { search: Search }) {
  const filters = filtersOf(search, new Date());
  const { data } = useQuery(assetsQuery(filters, 1));
  useGiving(change, { kind: "filter", filters });
  return <p className="dim" style={{ margin: 0 }}>{data && t("{count, plural, one {# label} other {# labels}}", { count: data.total })}</p>;
}

function Tags({ change }: Giving) {
  const [tag, setTag] = useState("");
  const [count, setCount] = useState(21);
  useGiving(change, tag.trim() === "" ? null : { kind: "tags", first: tag.trim(), count });
  return (
    <>
      <TextInput label={t("First tag")} description={t("It ends in the number to count from: PC-00001.")} required maxLength={200} value={tag} onChange={({ currentTarget }) => { setTag(currentTarget.value); }} />
      <NumberInput label={t("How many")} min={1} max={2000} value={count} onChange={(value) => { setCount(Number(value) || 1); }} />
    </>
  );
}

function Places({ chosenFirst, change }: Giving & { chosenFirst: readonly string[] }) {
  const [chosen, setChosen] = useState<readonly string[]>(chosenFirst);
  const [kind, setKind] = useState("room");
  const { data: places = [] } = useQuery(placesQuery(kind));
  useGiving(change, chosen.length > 0 ? { kind: "places", places: chosen } : null);
  return (
    <fieldset className={administration.choices}>
      <legend>{t("{count, plural, one {# place is chosen} other {# places are chosen}}", { count: chosen.length })}</legend>
      <NativeSelect label={t("Show")} value={kind} data={PLACES.map((value) => ({ value, label: placeWord(value) }))} onChange={({ currentTarget }) => { setKind(currentTarget.value); }} />
      <div style={{ maxHeight: 260, overflowY: "auto" }}>
        {places.map(({ uid, name }) => (
          <Checkbox key={uid} my={6} label={name || uid} checked={chosen.includes(uid)} onChange={({ currentTarget }) => { setChosen(chosen.filter((other) => other !== uid).concat(currentTarget.checked ? [uid] : [])); }} />
        ))}
        {places.length === 0 && <p className="dim">{t("There is none.")}</p>}
      </div>
    </fieldset>
  );
}

function placeWord(kind: string): string {
  return { site: t("sites"), room: t("rooms"), rack: t("racks") }[kind] ?? kind;
}
