import { Button, CloseButton, NativeSelect, Popover } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { MOST_HITS, searchQuery } from "../../api/cis";
import { impactActionsQuery } from "../../api/impact";
import type { Picture } from "../../api/types";
import { Loaded } from "../../components/PageState";
import { QuickFilter } from "../../components/QuickFilter";
import { t } from "../../locales/i18n";
import { stateWord } from "../../locales/labels";
import classes from "./Impact.module.css";
import type { ImpactActions, ImpactState } from "./urlState";
import { alsoOf, withAlso, wordOf } from "./words";

interface Props {
  picture: Picture;
  state: ImpactState;
  actions: ImpactActions;
}

/** What fails beside the CI: chips that go away, and a picker that adds any CI. */
export function AlsoFailing({ picture, state, actions }: Props) {
  const { question } = state;
  const nameOf = (uid: string) => picture.nodes.find((node) => node.uid === uid)?.name ?? picture.entering.find(({ on, action }) => on === uid && action !== "isolated" && action !== "fewer_ways")?.name ?? uid;
  const leave = (entry: string) => { actions.ask({ ...question, also: question.also.filter((other) => other !== entry) }); };
  return (
    <>
      {question.also.map((entry) => {
        const [word, uid] = alsoOf(entry);
        const text = `${nameOf(uid)} ${word === "down" || word === "degraded" ? stateWord(word).toLowerCase() : wordOf(word)}`;
        return (
          <span key={entry} className={classes.chip}>
            {text}
            <CloseButton size={24} aria-label={t("Leave out: {text}", { text })} onClick={() => { leave(entry); }} />
          </span>
        );
      })}
      <MorePicker add={(word, uid) => { actions.ask({ ...question, also: withAlso(question.also, word, uid) }); }} />
    </>
  );
}

function MorePicker({ add }: { add: (word: string, uid: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const [q, setQ] = useState("");
  const [word, setWord] = useState("down");
  const table = useQuery(impactActionsQuery);
  const words = [{ value: "down", label: t("Down") }, { value: "degraded", label: t("Degraded") }];
  const choose = (uid: string) => {
    setOpen(false);
    setQ("");
    add(word, uid);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withRoles position="bottom-start">
      <Popover.Target>
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => { setOpen(!isOpen); }}>{t("and also…")}</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("What fails beside it")}>
        <div className={classes.form}>
          <NativeSelect
            label={t("Is")} value={word} onChange={(event) => { setWord(event.currentTarget.value); }}
            data={[...words, ...(table.data?.actions ?? []).map((action) => ({ value: action, label: wordOf(action) }))]}
          />
          <QuickFilter value={q} change={setQ} label={t("Find a CI by name, serial number, IP or MAC address")} placeholder={t("Name, serial number, IP or MAC address")} />
        </div>
        {q !== "" && <Hits q={q} choose={choose} />}
      </Popover.Dropdown>
    </Popover>
  );
}

/** The CIs that a text finds, each a button. */
export function Hits({ q, choose }: { q: string; choose: (uid: string, name: string) => void }) {
  const found = useQuery(searchQuery(q, MOST_HITS));
  return (
    <Loaded query={found} what={t("The search failed.")} lines={3}>
      {({ items }) => (
        <ul className={classes.hits} aria-label={t("What was found")}>
          {items.length === 0 && <li className="dim">{t("Nothing found")}</li>}
          {items.map(({ uid, name, class_label }) => (
            <li key={uid}>
              <button type="button" className={classes.textButton} onClick={() => { choose(uid, name); }}>{name}</button>
              <span className="dim">{class_label}</span>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}
