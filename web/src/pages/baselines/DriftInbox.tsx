import { Button, Checkbox, Switch, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { baselinesQuery, decideDrift, type Decision, driftQuery } from "../../api/baselines";
import type { Baseline, Drifted, DriftPage } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { BondWords, ChangeLook, told } from "../../components/Differing";
import { fromField } from "../../components/instants";
import { ciHref } from "../../components/links";
import { Empty, Loaded } from "../../components/PageState";
import { useAttributes } from "../../components/schema";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { typeWords } from "../../locales/labels";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, type Result } from "../administration/Result";
import { type Chosen, isAmong, namesOf, targetsOf, withToggled } from "./choosing";

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
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  if (page.items.length === 0) return <Empty>{t("Nothing has drifted.")}</Empty>;
  const uids = page.items.map(({ difference }) => difference.uid);
  const there = chosen.filter(({ uid, what }) => page.items.some(({ difference }) => difference.uid === uid && (what === "" || namesOf(difference).includes(what))));
  const areAll = uids.every((uid) => isAmong(there, { uid, what: "" }));
  const choosing = mayEdit ? { chosen: there, toggle: (one: Chosen) => { setChosen(withToggled(there, one)); } } : null;
  return (
    <>
      <table className="plain">
        <thead>
          <tr>
            {mayEdit && (
              <th>
                <Checkbox
                  aria-label={t("Choose all")} checked={areAll} indeterminate={there.length > 0 && !areAll}
                  onChange={() => { setChosen(areAll ? [] : uids.map((uid) => ({ uid, what: "" }))); }}
                />
              </th>
            )}
            <th>{t("CI")}</th><th>{t("What")}</th><th>{t("Differs from the baseline")}</th>
          </tr>
        </thead>
        <tbody>
          {page.items.map((item) => <Item key={item.difference.uid} item={item} since={baseline.at} choosing={choosing} />)}
        </tbody>
      </table>
      {page.total > page.items.length && (
        <p className="dim">{t("{shown} of {total}; the command line shows all.", { shown: page.items.length, total: page.total })}</p>
      )}
      {mayEdit && <Decisions chosen={there} baseline={baseline} done={(text) => { setChosen([]); tell({ state: "up", text }); }} />}
    </>
  );
}

interface ItemProps {
  item: Drifted;
  /** When the baseline was. */
  since: string;
  choosing: { chosen: readonly Chosen[]; toggle: (one: Chosen) => void } | null;
}

function Item({ item, since, choosing }: ItemProps) {
  const { difference } = item;
  const { uid, name } = difference;
  const isWhole = choosing !== null && isAmong(choosing.chosen, { uid, what: "" });
  return (
    <tr>
      {choosing && (
        <td>
          <Checkbox aria-label={t("Choose {name}", { name })} checked={isWhole} onChange={() => { choosing.toggle({ uid, what: "" }); }} />
        </td>
      )}
      <td style={{ minWidth: 120 }}><AppLink href={ciHref(uid, { tab: "history", since })}>{name || uid}</AppLink></td>
      <td>
        <ChangeLook change={difference.change} />
        {item.ignored_until && <div className="dim">{t("ignored until")} <Time at={item.ignored_until} /></div>}
      </td>
      <td><Changes item={item} choosing={choosing} isWhole={isWhole} /></td>
    </tr>
  );
}

/** Each change of a CI, to be decided by itself. */
function Changes({ item: { difference, ignored_changes: ignored }, choosing, isWhole }: Omit<ItemProps, "since"> & { isWhole: boolean }) {
  const [isComplete, setComplete] = useState(false);
  const { uid } = difference;
  const attributeOf = useAttributes(difference.ci_class);
  const lines = [
    ...difference.attributes.map(({ name, label, old, new: now }) => ({
      what: name, word: label, text: <>{label}: {told(old, attributeOf(name))} → {told(now, attributeOf(name))}</>,
    })),
    ...difference.relationships.map((bond) => ({ what: bond.uid, word: `${typeWords(bond.type)} ${bond.other.name}`, text: <BondWords bond={bond} /> })),
  ];
  return (
    <>
      {(isComplete ? lines : lines.slice(0, SHOWN)).map(({ what, word, text }) => {
        const until = ignored.find((one) => one.what === what)?.until;
        const shown = <>{text}{until && <span className="dim"> {t("ignored until")} <Time at={until} /></span>}</>;
        if (!choosing) return <div key={what}>{shown}</div>;
        return (
          <div key={what} className={classes.choice}>
            <Checkbox
              size="md" aria-label={t("Choose {change} of {name}", { change: word, name: difference.name })} disabled={isWhole}
              checked={isWhole || isAmong(choosing.chosen, { uid, what })} onChange={() => { choosing.toggle({ uid, what }); }}
            />
            <span>{shown}</span>
          </div>
        );
      })}
      {!isComplete && lines.length > SHOWN && (
        <button type="button" className="textbutton" onClick={() => { setComplete(true); }}>{t("Show all {count}", { count: lines.length })}</button>
      )}
    </>
  );
}

/** What to do about what is chosen. */
function Decisions({ chosen, baseline, done }: { chosen: readonly Chosen[]; baseline: Baseline; done: (text: string) => void }) {
  const queries = useQueryClient();
  const [until, setUntil] = useState("");
  const [reason, setReason] = useState("");
  const deciding = useMutation({
    mutationFn: (action: Decision["action"]) =>
      decideDrift(baseline.uid, { action, ...targetsOf(chosen), until: action === "ignore" ? fromField(until) || null : null, reason }),
    onSuccess: (_, action) => {
      void queries.invalidateQueries({ queryKey: baselinesQuery.queryKey });
      const words = { accept: t("Accepted."), ignore: t("Ignored until then."), revert: t("Reverted by an edit of yours.") };
      done(words[action]);
    },
  });
  const press = (action: Decision["action"], label: string, isOff = false) => (
    <Button
      key={action} variant="default" disabled={chosen.length === 0 || isOff} loading={deciding.isPending && deciding.variables === action}
      onClick={() => { deciding.mutate(action); }}
    >
      {label}
    </Button>
  );
  return (
    <div role="group" aria-label={t("What to do about the chosen drift")} className={classes.stack}>
      <span className="dim">
        {t("{cis, plural, one {# whole CI} other {# whole CIs}} and {changes, plural, one {# single change} other {# single changes}} chosen", {
          cis: targetsOf(chosen).ci_uids.length, changes: targetsOf(chosen).changes.length,
        })}
      </span>
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
