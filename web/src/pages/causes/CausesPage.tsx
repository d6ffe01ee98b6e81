import { Button, TextInput } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type Cause, type Causes, causesQuery, unmarkCause } from "../../api/causes";
import { serviceStatusListQuery } from "../../api/serviceStatus";
import { AppLink } from "../../components/AppLink";
import { AsOfBanner, AsOfPicker } from "../../components/AsOf";
import { CILink } from "../../components/CILink";
import { useAsOf } from "../../components/instants";
import { StateLook } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { repeatedNames } from "../../components/sameNames";
import { useClassLabel } from "../../components/schema";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { first, hrefOf, useUrlState } from "../../shell/search";
import stack from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { useMayDecide } from "../identity/OnlyForAll";
import { CauseList } from "./CauseList";
import { CausePicture } from "./CausePicture";
import classes from "./Causes.module.css";
import { MarkDialog } from "./MarkDialog";
import { Timeline } from "./Timeline";

function certaintyLook(certainty: Causes["certainty"]): readonly [string, string, string] {
  if (certainty === "sure") return ["up", "●", t("Sure")];
  return certainty === "likely" ? ["at_risk", "◆", t("Likely")] : ["unknown", "○", t("Not enough evidence")];
}

function AskForm({ target }: { target: string }) {
  const [, change] = useUrlState();
  const [text, setText] = useState(target);
  return (
    <form className={classes.ask} aria-label={t("Ask for causes")} onSubmit={(event) => { event.preventDefault(); change({ target: text.trim(), cause: null }, { push: true }); }}>
      <TextInput label={t("What is not well?")} placeholder={t("A service or CI: its name or uid")} required maxLength={300} value={text} onChange={(event) => { setText(event.currentTarget.value); }} />
      <Button type="submit" disabled={text.trim() === ""}>{t("Ask for causes")}</Button>
    </form>
  );
}

function Verdict({ causes, copied }: { causes: Causes; copied: (text: string) => void }) {
  const { target, verdict, certainty, began_at: began, completeness: known, suspects } = causes;
  const [state, glyph, word] = certaintyLook(certainty);
  const copy = () => {
    void navigator.clipboard.writeText(causes.summary).then(() => { copied(t("The summary is copied.")); }, () => { copied(t("The browser does not let this page copy.")); });
  };
  return (
    <section className={`panel ${classes.verdict ?? ""}`} aria-label={t("Verdict")}>
      <span className="state" data-state={state}><span aria-hidden="true">{glyph}</span> {word}</span>
      <p className="grow"><CILink ci={target} withClass isInText /> {t("since")} <Time at={began} />: <strong>{verdict}</strong></p>
      <span className="dim">{t("{count, plural, one {# suspect} other {# suspects}}", { count: suspects })}{known.connections > 0 && <> · {t("{explained} of {connections} observed connections are explained", { explained: formatNumber(known.explained), connections: formatNumber(known.connections) })}</>}{known.stale > 0 && <> · {t("{count, plural, one {# CI was} other {# CIs were}} not seen for long", { count: known.stale })}</>}</span>
      <Button variant="default" size="compact-sm" leftSection={<IconCopy size={14} />} onClick={copy}>{t("Copy summary")}</Button>
    </section>
  );
}

function Marks({ causes: { marks }, takeBack }: { causes: Causes; takeBack: ((uid: string) => void) | null }) {
  if (marks.length === 0) return null;
  return (
    <section className="panel" aria-label={t("Marked as cause")}>
      <h2>{t("Marked as cause")}</h2>
      {marks.map(({ uid, cause, actor, reason, rank, marked_at: at }) => (
        <div key={uid} className="row">
          <span className="grow">{cause ? <CILink ci={cause} isInText /> : "–"} <span className="dim">{rank > 0 ? t("rank {rank}", { rank }) : t("no suspect")} · {actor} · <Time at={at} isRelative /> {reason}</span></span>
          {takeBack && <Button variant="default" size="compact-xs" aria-label={t("Take back {name}", { name: cause?.name ?? uid })} onClick={() => { takeBack(uid); }}>{t("Take back")}</Button>}
        </div>
      ))}
    </section>
  );
}

function Answer({ causes }: { causes: Causes }) {
  const asOf = useAsOf();
  const [search, change] = useUrlState();
  const chosen = first(search, "cause");
  const mayDecide = useMayDecide();
  const [result, tell] = useResult();
  const [marked, setMarked] = useState<Cause | null>(null);
  const queries = useQueryClient();
  const keeper = useFocusKeeper();
  const takingBack = useMutation({ mutationFn: unmarkCause, onSettled: () => queries.invalidateQueries({ queryKey: ["causes"] }) });
  const choose = (uid: string) => { change({ cause: uid || null }); };
  return (
    <div className={stack.stack} {...keeper}>
      <Verdict causes={causes} copied={(text) => { tell({ state: "up", text }); }} />
      <ResultLine result={result} />
      <ErrorLine text={takingBack.error && described(takingBack.error)} />
      <div className={classes.main}>
        <CauseList causes={causes} chosen={chosen} choose={choose} mark={mayDecide ? setMarked : null} />
        <div className={stack.stack}>
          <CausePicture causes={causes} chosen={chosen} choose={choose} />
          {causes.graph.hidden > 0 && <span className="dim">{t("{count, plural, one {# more suspect is} other {# more suspects are}} not drawn.", { count: causes.graph.hidden })}</span>}
          <Marks causes={causes} takeBack={mayDecide ? (uid) => { takingBack.mutate(uid); } : null} />
        </div>
      </div>
      <Timeline entries={causes.timeline} />
      {marked && <MarkDialog target={causes.target} cause={marked} asOf={asOf} done={(text) => { tell({ state: "up", text }); setMarked(null); }} close={() => { setMarked(null); }} />}
    </div>
  );
}

/** What to ask for: the services that do not work now. */
function NotWell() {
  const status = useQuery(serviceStatusListQuery);
  const items = (status.data?.items ?? []).filter(({ state, is_planned: isPlanned }) => state !== "working" && !isPlanned);
  const repeated = repeatedNames(items.map(({ ci }) => ci));
  const labelOf = useClassLabel();
  return (
    <section className="panel" aria-label={t("What is not well")}>
      {items.length === 0 ? (
        <Empty>{t("Name what is not well: a service whose users complain, or a CI with a signal.")}</Empty>
      ) : (
        <>
          <h2>{t("Services that do not work")}</h2>
          {items.map(({ ci, state, since }) => (
            <div key={ci.uid} className="row">
              <StateLook state={state} />
              <AppLink href={hrefOf("/causes", { target: ci.uid })}>{ci.name}</AppLink>
              <span className="dim">{repeated.has(ci.name) && `${labelOf(ci.ci_class)} · `}<Time at={since} isRelative /></span>
            </div>
          ))}
        </>
      )}
    </section>
  );
}

/** What broke this: ranked causes with their reasons, a picture, and one timeline. */
export function CausesPage() {
  const asOf = useAsOf();
  const [search] = useUrlState();
  const target = first(search, "target");
  const causes = useQuery(causesQuery(target, asOf));
  const name = causes.data?.target.name ?? target;
  return (
    <>
      <title>{`${[t("Causes"), name].filter(Boolean).join(" · ")} · Plumbline`}</title>
      <div className="row">
        <h1 className="grow">{t("Causes")}</h1>
        <AsOfPicker />
      </div>
      <AskForm key={name} target={name} />
      <AsOfBanner />
      {target === "" ? (
        <NotWell />
      ) : (
        <Loaded query={causes} what={t("The causes could not be found.")} lines={10}>{(found) => <Answer causes={found} />}</Loaded>
      )}
    </>
  );
}
