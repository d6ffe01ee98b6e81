import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";

import { ciQuery, facetsQuery } from "../../api/cis";
import { CILink } from "../../components/CILink";
import { toggled } from "../../components/facets/choosing";
import { instantAgo, lookingBack, TwoInstants } from "../../components/TwoInstants";
import { t } from "../../locales/i18n";
import { first, type Patch, useUrlState } from "../../shell/search";
import { FilterChips } from "../cis/FilterChips";
import { cleared, filtersOf } from "../cis/filters";
import { SavedQueries } from "../cis/query/SavedQueries";
import classes from "./Compare.module.css";
import { Found } from "./Found";

/** What was added, removed or changed between two instants: of a list, of a saved query, or of a service with all it needs. */
export function ComparePage() {
  const [search, change] = useUrlState();
  const service = first(search, "service");
  return (
    <div className={classes.page}>
      <title>{`${t("What changed")} · Plumbline`}</title>
      <h1>{t("What changed")}</h1>
      <section className={`panel ${classes.asked ?? ""}`} aria-label={t("What is compared")}>
        <div className={classes.line}>
          <TwoInstants />
          <div className={classes.quick} role="group" aria-label={t("From so long ago until now")}>
            {lookingBack().map(([word, milliseconds]) => (
              <Button key={word} variant="default" onClick={() => { change({ since: instantAgo(milliseconds), until: null }, { push: true }); }}>
                {word}
              </Button>
            ))}
          </div>
        </div>
        {service === "" ? <Listed /> : <Service uid={service} clear={() => { change({ service: null }, { push: true }); }} />}
      </section>
      {first(search, "since") === "" ? <p className="dim">{t("Choose a time to compare with.")}</p> : <Found />}
    </div>
  );
}

/** Everything that a CI needs is compared. */
function Service({ uid, clear }: { uid: string; clear: () => void }) {
  const { data } = useQuery(ciQuery(uid));
  return (
    <div className={classes.line}>
      <span>
        <CILink ci={{ uid, name: data?.name ?? "", ci_class: data?.ci_class ?? "" }} withClass /> {t("and everything it needs")}
      </span>
      <Button variant="default" size="compact-sm" onClick={clear}>{t("Compare all CIs instead")}</Button>
    </div>
  );
}

/** Which CIs are compared: a question, and the filters that a list had. */
function Listed() {
  const [search, change] = useUrlState();
  const filters = filtersOf(search);
  const inForce = first(search, "query");
  // The question stands in its own field.
  const others = Object.fromEntries(Object.entries(filters).filter(([name]) => name !== "query"));
  const facets = useQuery({ ...facetsQuery({}), enabled: Object.keys(filters).length > 0 });
  const apply = (patch: Patch) => { change(patch, { push: true }); };
  return (
    <>
      <QueryField key={inForce} inForce={inForce} apply={(query) => { apply({ query: query || null }); }} />
      <FilterChips
        filters={others} facets={facets.data?.facets ?? []} clear={() => { apply(cleared(search)); }}
        toggle={(name, value) => { apply({ [name]: toggled(filters[name] ?? [], value) }); }}
      />
    </>
  );
}

function QueryField({ inForce, apply }: { inForce: string; apply: (query: string) => void }) {
  const [text, setText] = useState(inForce);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    apply(text.trim());
  };
  return (
    <form className={classes.line} onSubmit={submit}>
      <TextInput
        className="grow" label={t("Which CIs")} description={t("In the filter language; empty: all")} value={text} spellCheck={false}
        onChange={(event) => { setText(event.currentTarget.value); }}
      />
      <Button type="submit" variant="default" disabled={text.trim() === inForce}>{t("Apply")}</Button>
      <SavedQueries text={text.trim()} choose={(query) => { setText(query); apply(query); }} />
    </form>
  );
}
