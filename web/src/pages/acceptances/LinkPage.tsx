import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";

import { answerLink, linkQuery } from "../../api/acceptances";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { Logo } from "../../shell/Logo";
import administration from "../administration/administration.module.css";
import classes from "./acceptances.module.css";
import { OfferPanel } from "./OfferPanel";

/** What the link of a mail is of; the token stands behind the #, which no server is sent. */
export function LinkPage() {
  const token = useLocation({ select: ({ hash }) => hash });
  const found = useQuery(linkQuery(token));
  const queries = useQueryClient();
  return (
    <main className={`${administration.stack ?? ""} ${classes.page ?? ""}`}>
      <title>{`${t("Accept what was given to you")} · Plumbline`}</title>
      <h1 className="row"><Logo size={26} /> {t("Accept what was given to you")}</h1>
      <Loaded query={found} what={t("The link could not be opened.")}>
        {(offer) => <OfferPanel offer={offer} send={(answer) => answerLink(token, answer)} done={(after) => { queries.setQueryData(linkQuery(token).queryKey, after); }} />}
      </Loaded>
    </main>
  );
}
