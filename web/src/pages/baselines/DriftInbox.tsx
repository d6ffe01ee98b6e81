import { Button, Checkbox, Switch, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { baselinesQuery, decideDrift, type Decision, driftQuery } from "../../api/baselines";
import type { Baseline, Drifted, DriftPage } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { fromField } from "../../components/instants";
import { ciHref } from "../../components/links";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { formatNumber, formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import { typeWords } from "../../locales/labels";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, type Result } from "../administration/Result";

const MARKS: Record<string, string> = { opened: "+", closed: "−", changed: "~" };
const SHOWN = 6;

interface Props {
  baseline: Baseline;
  mayEdit: boolean;
  tell: (result: Result) => void;
}

/** What has drifted from a baseline; each CI is accepted, ignored until a time or reverted. */
export function DriftInbox({ baseline, mayEdit, tell }: Props) {
  const [withIgnored, showIgnored] = useState(false);
  const drift = useQuery(driftQuery(baseline.uid, withIgnored));
  return (
    <section className="panel scroll" aria-label={t("Drift from {name}", { name: baseline.name })}>
      <h2>{t("Drift from {name}", { name: baseline.name })}</h2>
      <Switch
        checked={withIgnored} onChange={(event) => { showIgnored(event.currentTarget.checked); }}
        label={t("Show what is ignored ({count})", { count: formatNumber(drift.data?.ignored ?? 0) })}
      />
      <Loaded query={drift} what={t("The drift could not be loaded.")} lines={4}>
        {(page) => <Items page={page} baseline={baseline} mayEdit={mayEdit} tell={tell} />}
      </Loaded>
    </section>
  );
}

function Items({ page, baseline, mayEdit, tell }: Props & { page: DriftPage }) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  if (page.items.length === 0) return <Empty>{t("Nothing has drifted.")}</Empty>;
  const toggle = (uid: string) => { setChosen(chosen.includes(uid) ? chosen.filter((one) => one !== uid) : [...chosen, uid]); };
  const there = chosen.filter((uid) => page.items.some(({ difference }) => difference.uid === uid));
  return (
    <>
      <table className="plain">
        <thead>
          <tr>
            {mayEdit && <th><span className="visuallyhidden">{t("Choose")}</span></th>}
            <th>{t("CI")}</th><th>{t("What")}</th><th>{t("Differs from the baseline")}</th>
          </tr>
        </thead>
        <tbody>
          {page.items.map((item) => (
            <Item key={item.difference.uid} item={item} isChosen={chosen.includes(item.difference.uid)} toggle={mayEdit ? toggle : null} />
          ))}
        </tbody>
      </table>
      {page.total > page.items.length && (
        <p className="dim">{t("{shown} of {total}; the command line shows all.", { shown: page.items.length, total: page.total })}</p>
      )}
      {mayEdit && <Decisions uids={there} baseline={baseline} done={(text) => { setChosen([]); tell({ state: "up", text }); }} />}
    </>
  );
}

function kindLook(change: string): readonly [string, string, string] {
  const looks: Record<string, readonly [string, string, string]> = {
    added: ["up", "+", t("Added")], removed: ["down", "−", t("Removed")], changed: ["source", "~", t("Changed")],
  };
  return looks[change] ?? ["unknown", "○", change];
}

function Item({ item, isChosen, toggle }: { item: Drifted; isChosen: boolean; toggle: ((uid: string) => void) | null }) {
  const { difference } = item;
  const words = [
    ...difference.attributes.map(({ label, old, new: now }) => `${label}: ${told(old)} → ${told(now)}`),
    ...difference.relationships.map((bond) => `${MARKS[bond.change] ?? ""} ${typeWords(bond.type)} ${bond.other.name || bond.other.uid}`),
  ];
  return (
    <tr>
      {toggle && (
        <td>
          <Checkbox
            aria-label={t("Choose {name}", { name: difference.name })} checked={isChosen} onChange={() => { toggle(difference.uid); }}
          />
        </td>
      )}
      <td><AppLink href={ciHref(difference.uid, { tab: "history" })}>{difference.name || difference.uid}</AppLink></td>
      <td>
        <Look look={kindLook(difference.change)} />
        {item.ignored_until && <div className="dim">{t("ignored until")} <Time at={item.ignored_until} /></div>}
      </td>
      <td>
        {words.slice(0, SHOWN).map((text) => <div key={text}>{text}</div>)}
        {words.length > SHOWN && <div className="dim">{t("and {count} more", { count: words.length - SHOWN })}</div>}
      </td>
    </tr>
  );
}

function told(value: unknown): string {
  return value === null || value === undefined ? t("no value") : formatValue(value);
}

/** What to do about the chosen CIs. */
function Decisions({ uids, baseline, done }: { uids: string[]; baseline: Baseline; done: (text: string) => void }) {
  const queries = useQueryClient();
  const [until, setUntil] = useState("");
  const [reason, setReason] = useState("");
  const deciding = useMutation({
    mutationFn: (action: Decision["action"]) =>
      decideDrift(baseline.uid, { action, ci_uids: uids, until: action === "ignore" ? fromField(until) || null : null, reason }),
    onSuccess: (_, action) => {
      void queries.invalidateQueries({ queryKey: baselinesQuery.queryKey });
      const words = { accept: t("Accepted."), ignore: t("Ignored until then."), revert: t("Reverted by an edit of yours.") };
      done(words[action]);
    },
  });
  const press = (action: Decision["action"], label: string, isOff = false) => (
    <Button
      key={action} variant="default" disabled={uids.length === 0 || isOff} loading={deciding.isPending && deciding.variables === action}
      onClick={() => { deciding.mutate(action); }}
    >
      {label}
    </Button>
  );
  return (
    <div role="group" aria-label={t("What to do about the chosen CIs")} className={classes.stack}>
      <span className="dim">{t("{count, plural, one {# CI} other {# CIs}} chosen", { count: uids.length })}</span>
      <TextInput label={t("Reason")} maxLength={500} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
      <TextInput
        type="datetime-local" step={1} label={t("Ignore until")} value={until} onChange={(event) => { setUntil(event.currentTarget.value); }}
      />
      <div className={classes.actions}>
        {press("accept", t("Accept"))}
        {press("ignore", t("Ignore until then"), fromField(until) === "")}
        {press("revert", t("Revert"))}
      </div>
      <ErrorLine text={deciding.error && described(deciding.error)} />
    </div>
  );
}
