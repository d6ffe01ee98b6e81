import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { type WhyNot, type WhyNotPlace, whyNotQuery } from "../../api/scans";
import { Look } from "../../components/Look";
import { CILink } from "../../components/CILink";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { first, useUrlState } from "../../shell/search";
import shared from "../administration/administration.module.css";
import { type Result, ResultLine, useResult } from "../administration/Result";
import classes from "./Discovery.module.css";
import { Attempts } from "./scans/Attempts";
import { useScanNow } from "./scans/ScansTab";
import { targetLook } from "./scans/words";

type Step = WhyNotPlace["steps"][number];

function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className={classes.steps}>
      {steps.map((step) => (
        <li key={step.question}>
          <Look look={step.is_good ? ["up", "●", t("Yes")] : ["down", "■", t("No")]} /> <strong>{step.question}</strong> {step.answer}
          {!step.is_good && <div>→ {step.next_step}</div>}
        </li>
      ))}
    </ol>
  );
}

function Place({ place, tell }: { place: WhyNotPlace; tell: (result: Result) => void }) {
  const mayScan = useMay("scan");
  const starting = useScanNow(tell);
  return (
    <section className={`panel ${shared.stack ?? ""}`}>
      <div className="row">
        <h2 className="grow">{place.address} <span className="dim">{place.network_scope}</span></h2>
        {place.cis.map((ci) => <CILink key={ci.uid} ci={ci} withClass />)}
        {mayScan && place.is_scannable && (
          <Button
            variant="default" size="compact-sm" loading={starting.isPending}
            onClick={() => { starting.mutate({ ranges: [place.address], network_scope: place.network_scope }); }}
          >
            {t("Scan it now")}
          </Button>
        )}
      </div>
      <Steps steps={place.steps} />
      {[...(place.last ? [place.last] : []), ...place.earlier].map((once, turn) => (
        <details key={once.run_uid} open={turn === 0}>
          <summary><Time at={once.at} /> <Look look={targetLook(once.state)} /></summary>
          <Attempts attempts={once.attempts} label={t("Attempts of this scan")} />
        </details>
      ))}
    </section>
  );
}

function Answer({ found, tell }: { found: WhyNot; tell: (result: Result) => void }) {
  if (found.places.length === 0) {
    return <div className="panel"><Empty>{t("Nothing in the graph that has an address is called {asked}. Ask for the address itself.", { asked: found.asked })}</Empty></div>;
  }
  return found.places.map((place) => <Place key={`${place.network_scope}/${place.address}`} place={place} tell={tell} />);
}

function Question({ asked, ask }: { asked: string; ask: (text: string) => void }) {
  const [text, setText] = useState(asked);
  const submit = (event: SubmitEvent) => { event.preventDefault(); ask(text.trim()); };
  return (
    <form className="row" onSubmit={submit}>
      <TextInput
        aria-label={t("Address, MAC address or name")} placeholder={t("Address, MAC address or name")} required style={{ width: 320 }}
        value={text} onChange={(event) => { setText(event.currentTarget.value); }}
      />
      <Button type="submit">{t("Why not?")}</Button>
    </form>
  );
}

/** Why an address, a MAC address or a name is not inventoried: every step, with cause and next step. */
export function WhyNotTab() {
  const [search, change] = useUrlState();
  const asked = first(search, "q");
  const [result, tell] = useResult();
  const found = useQuery(whyNotQuery(asked));
  return (
    <div className={shared.stack}>
      {/* Another question, as after going back, is another form: what is written is what is answered. */}
      <Question key={asked} asked={asked} ask={(q) => { change({ q }, { push: true }); }} />
      <ResultLine result={result} />
      {asked !== "" && <Loaded query={found} what={t("The answer could not be loaded.")}>{(answer) => <Answer found={answer} tell={tell} />}</Loaded>}
    </div>
  );
}
