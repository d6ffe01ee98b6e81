import { Button } from "@mantine/core";
import { IconArrowMerge } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { cardQuery, quarantineQuery } from "../../api/identity";
import type { CI, IdentityCard } from "../../api/types";
import { AppLink, useOpen } from "../../components/AppLink";
import { Loaded } from "../../components/PageState";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { Candidates } from "./Candidates";
import { ClassHistory } from "./ClassHistory";
import { DecisionTable } from "./DecisionTable";
import { MergeDialog } from "./MergeDialog";
import { useMayDecide, useMayDecidePairs, useSeesAll } from "./OnlyForAll";
import { Records } from "./Records";
import { Rules } from "./Rules";
import { compareHref } from "./words";

/** The identity card of a CI: by what it is identified, whose records it is made of, and who else it may be. */
export function IdentityTab({ ci }: { ci: CI }) {
  const card = useQuery(cardQuery(ci.uid));
  return (
    <Loaded query={card} what={t("The identity card could not be loaded.")} lines={10}>
      {(found) => <Card ci={ci} card={found} />}
    </Loaded>
  );
}

function Card({ ci, card }: { ci: CI; card: IdentityCard }) {
  const mayDecide = useMayDecidePairs();
  const mayPart = useMayDecide();
  const seesAll = useSeesAll();
  const quarantine = useQuery({ ...quarantineQuery, enabled: seesAll });
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const standings = new Map(quarantine.data?.items.map(({ key, state }) => [key, state]));
  // Only devices are told apart by scores; others are what their name or their owner says.
  const isScored = card.rules.length > 0;
  return (
    <div className={classes.stack} {...keeper}>
      {!seesAll && <p className="dim">{t("What your roles do not show is hidden here, and counted all the same.")}</p>}
      {isScored && <Question ci={ci} card={card} mayDecide={mayDecide} />}
      <ResultLine result={result} />
      {isScored && <Rules card={card} standings={seesAll ? standings : null} />}
      <Records ci={ci} card={card} mayPart={mayPart && isScored} tell={tell} />
      {isScored && <Candidates uid={ci.uid} candidates={card.candidates} />}
      {card.decisions.length > 0 && <DecisionTable decisions={card.decisions} mayDecide={mayDecide} tell={tell} />}
      <ClassHistory changes={card.classes} />
      {card.aliases.length > 0 && <Aliases aliases={card.aliases} />}
    </div>
  );
}

/** Whether somebody is asked about this CI, and merging it with another one. */
function Question({ ci, card, mayDecide }: { ci: CI; card: IdentityCard; mayDecide: boolean }) {
  const open = useOpen();
  const [isMerging, setMerging] = useState(false);
  const { cases } = card;
  const others = cases.map(({ left, right }) => (left.uid === ci.uid ? right.uid : left.uid)).slice(0, 4);
  return (
    <div className="panel row">
      {cases.length === 0 ? (
        <span className="grow"><span className="state" data-state="up"><span aria-hidden>●</span> {t("Nobody is asked")}</span> {t("No other CI looks like this one.")}</span>
      ) : (
        <span className="grow">
          <span className="state" data-state="degraded"><span aria-hidden>▲</span> {t("A person is asked")}</span>{" "}
          {t("It may be one with {count, plural, one {# other CI} other {# other CIs}}.", { count: cases.length })}{" "}
          <AppLink href={compareHref([ci.uid, ...others])}>{t("Side by side")}</AppLink>
        </span>
      )}
      {mayDecide && (
        <Button variant="default" leftSection={<IconArrowMerge size={16} />} onClick={() => { setMerging(true); }}>{t("Merge with…")}</Button>
      )}
      {isMerging && <MergeDialog ci={ci} compare={(other) => { open(compareHref([ci.uid, other])); }} close={() => { setMerging(false); }} />}
    </div>
  );
}

/** The ids that lead here because their CIs became this one. */
function Aliases({ aliases }: { aliases: readonly string[] }) {
  return (
    <section className="panel" aria-label={t("Former ids")}>
      <h2>{t("Former ids")} <span className="dim">{formatNumber(aliases.length)}</span></h2>
      <p className="dim" style={{ marginBlock: 4 }}>{t("CIs that became this one; links to them lead here.")}</p>
      <ul style={{ margin: 0, paddingInlineStart: 18 }}>
        {aliases.map((uid) => <li key={uid} className="mono">{uid}</li>)}
      </ul>
    </section>
  );
}
