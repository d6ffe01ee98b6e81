import { Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useEffectEvent, useState } from "react";

import { searchQuery } from "../api/cis";
import { foundRecordsQuery, type RecordRow } from "../api/records";
import type { SearchHit } from "../api/types";
import { useOpen } from "../components/AppLink";
import { foundText } from "../components/foundText";
import { ciHref, recordHref } from "../components/links";
import { StatusLook } from "../components/Look";
import { t } from "../locales/i18n";
import type { NavEntry } from "./page";
import { entriesFor } from "./pages";
import { usePermissions } from "./permissions";
import { hrefOf } from "./search";
import classes from "./Shell.module.css";

interface Choice {
  id: string;
  href: string;
  isOutside: boolean;
  hit?: SearchHit;
  record?: RecordRow;
  entry?: NavEntry;
}

function choiceOf(entry: NavEntry): Choice {
  return { id: `page-${entry.href.replaceAll("/", "-")}`, href: entry.href, isOutside: entry.isOutside ?? false, entry };
}

const MOST_RECORDS = 5;

function isLate({ isPending, isPlaceholderData }: { isPending: boolean; isPlaceholderData: boolean }): boolean {
  return isPending || isPlaceholderData;
}

/** Leads to the page that has all hits and narrows them. */
function allHits(text: string): NavEntry {
  return { order: 0, label: () => t("All hits for “{text}”", { text }), icon: IconSearch, href: hrefOf("/search", { q: text }) };
}

interface Found {
  hits: readonly SearchHit[];
  records: readonly RecordRow[];
}

/**
 * Pages whose name begins with the text and records whose number does, CIs, then the other records and pages that have
 * the text, and all hits.
 */
function choicesFor(text: string, { hits, records }: Found, entries: readonly NavEntry[]): Choice[] {
  const wanted = text.toLowerCase();
  const isMeant = ({ number }: RecordRow) => number.toLowerCase().startsWith(wanted);
  const recordChoices = (some: readonly RecordRow[]) => some.map((record): Choice => ({ id: `record-${record.number}`, href: recordHref(record), isOutside: false, record }));
  const placeIn = (entry: NavEntry) => entry.label().toLowerCase().indexOf(wanted);
  const cis = hits.map((hit) => ({ id: `hit-${hit.uid}`, href: ciHref(hit.uid), isOutside: false, hit }));
  return [
    ...entries.filter((entry) => placeIn(entry) === 0).map(choiceOf),
    ...recordChoices(records.filter(isMeant)),
    ...cis,
    ...recordChoices(records.filter((record) => !isMeant(record))),
    ...entries.filter((entry) => placeIn(entry) > 0).map(choiceOf),
    ...(text === "" ? [] : [choiceOf(allHits(text))]),
  ];
}

function Described({ choice }: { choice: Choice }) {
  const { hit, record, entry } = choice;
  if (entry) {
    return (
      <>
        <entry.icon size={16} />
        <span className="grow">{entry.label()}</span>
        <span className="dim">{t("Page")}</span>
      </>
    );
  }
  if (record) {
    return (
      <>
        <span className="mono">{record.number}</span>
        <span className="grow cut">{record.title}</span>
        <span className="dim">{record.state_label}</span>
      </>
    );
  }
  if (!hit) return null;
  return (
    <>
      <span className="grow cut">
        {hit.name} <span className="dim">{hit.class_label}</span>
      </span>
      {hit.matched.field !== "name" && (
        <span className="dim cut" title={t("Why it matched")}>
          {hit.matched.field.replaceAll("_", " ")}: <span className="mono">{hit.matched.value}</span>
        </span>
      )}
      <StatusLook status={hit.status} />
    </>
  );
}

/** The command palette: finds CIs by name, serial, IP or MAC, and pages. */
export function Palette({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  return (
    <Modal.Root opened={isOpen} onClose={close} size={640} yOffset="12vh" centered={false}>
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content aria-label={t("Search")}>
        <Modal.Body>{isOpen && <Finder close={close} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Finder({ close }: { close: () => void }) {
  const open = useOpen();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [asked] = useDebouncedValue(text.trim(), 120);
  const found = useQuery(searchQuery(asked));
  const records = useQuery(foundRecordsQuery(asked, MOST_RECORDS));
  const entries = entriesFor(usePermissions());
  const choices = choicesFor(text.trim(), { hits: asked ? (found.data?.items ?? []) : [], records: asked ? (records.data ?? []) : [] }, entries);
  const current = Math.min(at, choices.length - 1);
  // What is listed answers what was typed, not an earlier part of it.
  const isAnswered = asked === text.trim() && (asked === "" || !(isLate(found) || (records.isEnabled && isLate(records))));
  const [isEntered, setEntered] = useState(false);
  const choose = (choice: Choice) => {
    close();
    if (choice.isOutside) window.location.assign(choice.href);
    else open(choice.href);
  };
  const chooseCurrent = useEffectEvent(() => {
    const chosen = choices[current];
    if (chosen) choose(chosen);
  });
  useEffect(() => {
    if (isEntered && isAnswered) chooseCurrent();
  }, [isEntered, isAnswered]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = Math.max(0, Math.min(choices.length - 1, current + step));
      setAt(next);
      document.getElementById(choices[next]?.id ?? "")?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      setEntered(true);
    }
  };
  return (
    <>
      <TextInput
        size="sm"
        data-autofocus
        value={text}
        onChange={(event) => { setText(event.currentTarget.value); setAt(0); setEntered(false); }}
        onKeyDown={onKeyDown}
        leftSection={<IconSearch size={16} />}
        placeholder={t("Name, serial number, IP or MAC address, record, page")}
        aria-label={t("Search")}
        role="combobox"
        aria-expanded
        aria-controls="palette-options"
        aria-activedescendant={choices[current]?.id}
      />
      <ul id="palette-options" className={classes.options} role="listbox" aria-label={t("Found")}>
        {choices.map((choice, index) => (
          // The input keeps the focus and carries the keys, as the combobox pattern asks.
          <li
            key={choice.id}
            id={choice.id}
            role="option"
            aria-selected={index === current}
            className={classes.option}
            onClick={() => { choose(choice); }}
            onMouseMove={() => { setAt(index); }}
          >
            <Described choice={choice} />
          </li>
        ))}
      </ul>
      <p className="dim" role="status" style={{ margin: "8px 8px 0" }}>
        {asked
          ? foundText(found.isFetching, found.isError, choices.length - 1)
          : t("Type to find a CI; typing errors are forgiven.")}
      </p>
    </>
  );
}
