import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { pictureQuery } from "../../api/impact";
import { isNotFound } from "../../api/problem";
import type { Picture } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { AsOfBanner } from "../../components/AsOf";
import { Empty, Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { Answer } from "./Answer";
import { alone, compared, type Compared } from "./comparing";
import { Questions } from "./Questions";
import { type ImpactActions, type ImpactState, useImpactState } from "./urlState";

/** The impact page of one CI. */
export function ImpactOf({ uid }: { uid: string }) {
  const [state, actions] = useImpactState(uid);
  const query = useQuery(pictureQuery(state.question));
  if (isNotFound(query.error)) return <Unknown />;
  return (
    <Loaded query={query} what={t("The impact could not be computed.")} lines={12}>
      {(picture) =>
        state.since === "" ? (
          <Answered compared={alone(picture)} state={state} actions={actions} />
        ) : (
          <BesideThen picture={picture} state={state} actions={actions} />
        )}
    </Loaded>
  );
}

/** The picture beside that of an earlier instant. */
function BesideThen({ picture, state, actions }: { picture: Picture; state: ImpactState; actions: ImpactActions }) {
  const then = useQuery(pictureQuery({ ...state.question, asOf: state.since }));
  const isKnown = !isNotFound(then.error);
  const both = useMemo(() => compared(picture, isKnown ? (then.data ?? null) : null), [picture, then.data, isKnown]);
  if (!isKnown) return <Answered compared={both} state={state} actions={actions} />;
  return (
    <Loaded query={then} what={t("The picture of then could not be computed.")} lines={12}>
      {() => <Answered compared={both} state={state} actions={actions} />}
    </Loaded>
  );
}

interface AnsweredProps {
  compared: Compared;
  state: ImpactState;
  actions: ImpactActions;
}

function Answered({ compared: both, state, actions }: AnsweredProps) {
  const { picture } = both;
  if (picture.nodes.length > 1 || picture.counts.reach > 0) return <Answer compared={both} state={state} actions={actions} />;
  const isImpact = state.question.direction === "impact";
  const other = (
    <Button variant="default" onClick={() => { actions.ask({ direction: isImpact ? "causes" : "impact", state: state.question.state }); }}>
      {isImpact ? t("Show what it depends on") : t("Show what depends on it")}
    </Button>
  );
  return (
    <>
      <Questions compared={both} state={state} actions={actions} />
      <div className="panel">
        <Empty action={other}>
          {isImpact ? t("Nothing depends on it, as far as discovery has seen.") : t("It depends on nothing else, as far as discovery has seen.")}
        </Empty>
      </div>
    </>
  );
}

function Unknown() {
  return (
    <>
      <title>{`${t("Impact")} · Plumbline`}</title>
      <AsOfBanner />
      <h1>{t("Impact")}</h1>
      <div className="panel">
        <Empty action={<AppLink href="/impact">{t("Choose a CI")}</AppLink>}>
          {t("There is no such CI, or it is retired and no longer counts.")}
        </Empty>
      </div>
    </>
  );
}
