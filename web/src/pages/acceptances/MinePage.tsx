import { useQuery, useQueryClient } from "@tanstack/react-query";

import { answerMine, myAcceptancesQuery } from "../../api/acceptances";
import { Empty, Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { OfferPanel } from "./OfferPanel";

/** What whoever is signed in was given and has yet to accept; the one that the address names comes first. */
export function MinePage() {
  const found = useQuery(myAcceptancesQuery);
  const [search] = useUrlState();
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const queries = useQueryClient();
  const wanted = first(search, "asset");
  return (
    <div className={administration.stack} style={{ maxWidth: 760 }} {...keeper}>
      <title>{`${t("To accept")} · Plumbline`}</title>
      <h1>{t("To accept: what was given to me")}</h1>
      <ResultLine result={result} />
      <Loaded query={found} what={t("It could not be loaded.")}>
        {({ items }) => items.length === 0 ? <Empty>{t("Nothing waits for you.")}</Empty> : [...items].sort((one, other) => Number(other.number === wanted) - Number(one.number === wanted)).map((offer) => (
          <OfferPanel
            key={offer.number} offer={offer} send={(answer) => answerMine(offer.number, answer)}
            done={({ title, state }) => {
              tell({ state: "up", text: state === "accepted" ? t("You have accepted {title}.", { title }) : t("You have refused {title}.", { title }) });
              void queries.invalidateQueries({ queryKey: ["acceptances"] });
              void queries.invalidateQueries({ queryKey: ["home"] });
            }}
          />
        ))}
      </Loaded>
    </div>
  );
}
