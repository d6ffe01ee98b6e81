import { Button, Popover, TextInput } from "@mantine/core";
import { IconArrowsDiff } from "@tabler/icons-react";
import { useState } from "react";

import { changeLook, ChangeLook } from "../../components/Differing";
import { fromField, toField } from "../../components/instants";
import { Time } from "../../components/Time";
import { instantAgo, lookingBack } from "../../components/TwoInstants";
import { type Mark, MARKS } from "../../graph/model";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { stateWord, typeWords } from "../../locales/labels";
import type { Compared, NodeDifference } from "./comparing";
import { markCounts } from "./comparing";
import type { NodesByUid } from "./entries";
import classes from "./Impact.module.css";
import type { ImpactActions, ImpactState } from "./urlState";

/** Choose an instant, and the picture shows what came, went or changed since. */
export function ComparePicker({ state, actions }: { state: ImpactState; actions: ImpactActions }) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const chosen = fromField(text);
  const choose = (since: string) => {
    actions.compareWith(since);
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withRoles position="bottom-end">
      <Popover.Target>
        <Button
          variant={state.since === "" ? "default" : "light"} leftSection={<IconArrowsDiff size={16} />}
          onClick={() => { setText(toField(state.since)); setOpen(!isOpen); }}
        >
          {t("Compare…")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("Compare the picture with another time")}>
        <form className={classes.form} onSubmit={(event) => { event.preventDefault(); choose(chosen); }}>
          <TextInput
            type="datetime-local" step={1} label={t("Compare with")} data-autofocus value={text} max={toField(new Date().toISOString())}
            onChange={(event) => { setText(event.currentTarget.value); }}
          />
          <Button type="submit" disabled={chosen === ""}>{t("Compare")}</Button>
        </form>
        <div className={classes.form}>
          {lookingBack().map(([word, milliseconds]) => (
            <Button key={word} variant="default" size="compact-sm" onClick={() => { choose(instantAgo(milliseconds)); }}>{word}</Button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** How much came, went or changed since the instant that the picture is compared with. */
export function ComparedBanner({ compared, state, actions }: { compared: Compared; state: ImpactState; actions: ImpactActions }) {
  if (state.since === "") return null;
  const counts = markCounts(compared.differences);
  return (
    <div className={`panel ${classes.compared ?? ""}`} role="status">
      <strong>{t("Compared with")} <Time at={state.since} /></strong>
      {MARKS.map((mark) => <MarkCount key={mark} mark={mark} count={counts[mark]} />)}
      {compared.isCut && (
        <span className="state" data-state="degraded">
          <span aria-hidden>▲</span> {t("Not all CIs are drawn, so some that came or went are not marked.")}
        </span>
      )}
      <Button size="compact-sm" variant="default" onClick={() => { actions.compareWith(""); }}>{t("Stop comparing")}</Button>
    </div>
  );
}

function MarkCount({ mark, count }: { mark: Mark; count: number }) {
  const [tone, sign, word] = changeLook(mark);
  return <span className="state" data-state={tone}><span aria-hidden>{sign}</span> {word} {formatNumber(count)}</span>;
}

/** What of the selected CI differs. */
export function WhatDiffers({ difference, nodes }: { difference: NodeDifference | undefined; nodes: NodesByUid }) {
  if (!difference) return null;
  const { mark, before, after, edges } = difference;
  return (
    <div aria-label={t("What differs")} role="group">
      <ChangeLook change={mark} />
      {mark === "changed" && before !== null && after !== null && before !== after && <> · {stateWord(before)} → {stateWord(after)}</>}
      {edges.map((edge) => (
        <div key={`${edge.type} ${edge.target}`}>
          <span aria-hidden>{changeLook(edge.mark ?? "")[1]}</span> {typeWords(edge.type)} {nodes.get(edge.target)?.name ?? edge.target}{" "}
          <span className="dim">{changeLook(edge.mark ?? "")[2].toLowerCase()}</span>
        </div>
      ))}
    </div>
  );
}
