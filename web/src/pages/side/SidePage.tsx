import { Button } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ciQuery } from "../../api/cis";
import { cardQuery, comparisonQuery, quarantineQuery } from "../../api/identity";
import type { CI, IdentityCard, SearchHit } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { ciHref } from "../../components/links";
import { Empty, Failed, Waiting } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { useUrlState } from "../../shell/search";
import { useShortcut } from "../../shell/shortcuts";
import classes from "../administration/administration.module.css";
import { useFocusKeeper } from "../administration/Result";
import { TargetPicker } from "../edit/TargetPicker";
import { type Decision, DecideDialog } from "../identity/DecideDialog";
import { useMayDecidePairs } from "../identity/OnlyForAll";
import type { Done } from "../identity/undoing";
import { UndoLine, useUndoable } from "../identity/UndoLine";
import { nameOf } from "../identity/words";
import { Attributes } from "./Attributes";
import own from "./Side.module.css";
import { Facts } from "./Facts";
import { Identifiers, Verdict } from "./Identifiers";
import { keeperOf } from "./rows";

const MOST = 5;

/** CIs side by side: whether they are one machine, and saying so. */
export function SidePage() {
  return (
    <>
      <title>{`${t("Side by side")} · Plumbline`}</title>
      <h1>{t("Side by side")}</h1>
      <Compared />
    </>
  );
}

function Compared() {
  const [search, change] = useUrlState();
  const uids = [...new Set(search.ci ?? [])].slice(0, MOST);
  const cis = useQueries({ queries: uids.map((uid) => ciQuery(uid)) });
  const cards = useQueries({ queries: uids.map(cardQuery) });
  const undoable = useUndoable();
  const keeper = useFocusKeeper();
  const failed = [...cis, ...cards].find(({ error }) => error !== null);
  if (failed?.error) {
    return <div className="panel"><Failed error={failed.error} what={t("The CIs could not be loaded.")} retry={() => void failed.refetch()} /></div>;
  }
  const [found, told] = [cis.flatMap(({ data }) => data ?? []), cards.flatMap(({ data }) => data ?? [])];
  const show = (after: readonly string[]) => { change({ ci: after }, { push: true }); };
  if (found.length < uids.length || told.length < uids.length) return <div className="panel"><Waiting lines={12} /></div>;
  const isSettled = found.every((ci, at) => ci.merged_into === null && ci.uid === uids[at]);
  return (
    <div className={classes.stack} {...keeper}>
      <UndoLine {...undoable} />
      {isSettled
        ? <Columns cis={found} cards={told} done={undoable.done} />
        : <Joined cis={found} show={show} />}
      <AddColumn uids={uids} add={(uid) => { show([...uids, uid]); }} />
    </div>
  );
}

/** Instead of the columns when some of them are one by now. */
function Joined({ cis, show }: { cis: readonly CI[]; show: (uids: readonly string[]) => void }) {
  const left = [...new Set(cis.map((ci) => ci.merged_into ?? ci.uid))];
  const [one] = left;
  return (
    <div className="panel">
      <Empty
        action={left.length === 1 && one !== undefined
          ? <AppLink href={ciHref(one)}>{t("Open it")}</AppLink>
          : <Button variant="default" onClick={() => { show(left); }}>{t("Compare those that are left")}</Button>}
      >
        {left.length === 1 ? t("They are one CI.") : t("Some of them are one CI by now.")}
      </Empty>
    </div>
  );
}

function AddColumn({ uids, add }: { uids: readonly string[]; add: (uid: string) => void }) {
  const [target, setTarget] = useState<SearchHit | null>(null);
  if (uids.length >= MOST) return null;
  const isThere = target !== null && uids.includes(target.uid);
  return (
    <section className="panel" aria-label={t("Compare with another CI")}>
      <div className={classes.form} style={{ maxWidth: 420 }}>
        <TargetPicker key={uids.length} besides={uids[0] ?? ""} target={target} choose={setTarget} label={t("Compare with another CI")} />
        <div>
          <Button variant="default" disabled={!target || isThere} onClick={() => { if (target) { add(target.uid); setTarget(null); } }}>
            {t("Put it beside the others")}
          </Button>
        </div>
      </div>
    </section>
  );
}

interface ColumnsProps {
  cis: readonly CI[];
  cards: readonly IdentityCard[];
  done: (done: Done) => void;
}

function Columns({ cis, cards, done }: ColumnsProps) {
  const [, change] = useUrlState();
  const quarantine = useQuery(quarantineQuery);
  const uids = cis.map(({ uid }) => uid);
  const comparisons = useQueries({ queries: uids.slice(1).map((uid) => comparisonQuery(uids[0] ?? "", uid)) });
  const mayDecide = useMayDecidePairs();
  const standings = new Map(quarantine.data?.items.map(({ key, state }) => [key, state]));
  const leaveOut = (uid: string) => { change({ ci: uids.filter((one) => one !== uid) }, { push: true }); };
  return (
    <>
      <section className={`panel ${classes.stack ?? ""}`} aria-label={t("Are they one machine?")}>
        {comparisons.map(({ data, error }, at) => (
          <div key={uids[at + 1]}>
            {data && <Verdict comparison={data} />}
            {error && <p className="state" data-state="unknown"><span aria-hidden>○</span> {t("They cannot be compared by score: {why}", { why: error.message })}</p>}
          </div>
        ))}
        {cis.length < 2 && <p className="dim">{t("Put another CI beside it to compare them.")}</p>}
        {mayDecide && cis.length > 1 && <Actions cis={cis} done={done} />}
        <div className="scroll" tabIndex={0} role="group" aria-label={t("The CIs side by side")}>
          <Facts cis={cis} leaveOut={cis.length > 2 ? leaveOut : null} />
        </div>
      </section>
      <section className={`panel ${classes.stack ?? ""}`} aria-label={t("Identifiers")}>
        <h2>{t("Identifiers")}</h2>
        <div className="scroll" tabIndex={0} role="group" aria-label={t("Identifiers side by side")}>
          <Identifiers cis={cis} cards={cards} comparisons={comparisons.map(({ data }) => data)} standings={standings} />
        </div>
      </section>
      <section className={`panel ${classes.stack ?? ""}`} aria-label={t("Attributes")}><Attributes cis={cis} /></section>
    </>
  );
}

/** What to say of the CIs that are side by side. */
function Actions({ cis, done }: Pick<ColumnsProps, "cis" | "done">) {
  const [decision, setDecision] = useState<Decision | null>(null);
  const keeper = cis.find(({ uid }) => uid === keeperOf(cis));
  const others = cis.filter((ci) => ci !== keeper);
  useShortcut("s", t("They are the same"), () => { setDecision("one"); });
  useShortcut("d", t("They are different"), () => { setDecision("two"); });
  if (!keeper) return null;
  return (
    <div className={own.actions}>
      <Button onClick={() => { setDecision("one"); }}>{t("Merge into {name}…", { name: nameOf(keeper) })}</Button>
      <Button variant="default" onClick={() => { setDecision("two"); }}>{t("Keep apart…")}</Button>
      {cis.map((ci) => (
        <AppLink key={ci.uid} href={ciHref(ci.uid, { tab: "identity" })}>{t("Records of {name}, to part it", { name: nameOf(ci) })}</AppLink>
      ))}
      {decision && (
        <DecideDialog
          decision={decision} pairs={others.map(({ uid }) => ({ left_uid: keeper.uid, right_uid: uid }))}
          names={others.map((ci) => `${nameOf(keeper)} / ${nameOf(ci)}`)} done={done} close={() => { setDecision(null); }}
        />
      )}
    </div>
  );
}
