import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { singlePointQuery } from "../../api/singlePoints";
import type { Got } from "../../api/types";
import { CIList } from "../../components/CIList";
import { Dialog } from "../../components/Dialog";
import { useSituation } from "../../components/instants";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { isCertificate, remediesOf, remedyWords, riskLook, savedWords } from "./words";

type Detail = Got<"/api/v1/cis/{uid}/single-point">;
const SHOWN = 100;

function Services({ detail: { services } }: { detail: Detail }) {
  if (services.length === 0) return <p className="dim">{t("No service: only CIs that no service needs.")}</p>;
  return (
    <p>
      <CIList cis={services.slice(0, SHOWN)} />
      {services.length > SHOWN && ` ${t("and {count} more", { count: formatNumber(services.length - SHOWN) })}`}
    </p>
  );
}

function Remedies({ detail: { point, is_too_wide: isTooWide } }: { detail: Detail }) {
  return (
    <>
      <ul>
        {remediesOf(point).map((remedy) => (
          <li key={`${remedy.owner.uid} ${remedy.k} ${remedy.n} ${remedy.lost}`}>{remedyWords(point.ci, remedy)} <span className="dim">({savedWords(remedy)})</span></li>
        ))}
        <li>{isCertificate(point.ci) ? t("renewing it before it expires") : t("a second one of it, of which one is enough for everybody")} <span className="dim">({t("saves all")})</span></li>
      </ul>
      {isTooWide && <p className="dim">{t("Too much hangs on it to look for single requirements.")}</p>}
    </>
  );
}

function Risks({ risks }: { risks: Detail["risks"] }) {
  return (
    <ul>
      {risks.map((risk) => (
        <li key={risk.uid}>{riskLook(risk)} {t("by {actor} until", { actor: risk.accepted_by })} <Time at={risk.until} />: {risk.reason}</li>
      ))}
    </ul>
  );
}

interface Props {
  uid: string;
  /** For who may accept it. */
  accept: ((ci: Detail["point"]["ci"]) => void) | null;
  close: () => void;
}

/** All that one CI takes down alone, and which requirement would have to be another one. */
export function PointDialog({ uid, accept, close }: Props) {
  const found = useQuery(singlePointQuery(uid, useSituation()));
  return (
    <Dialog title={found.data?.point.ci.name ?? t("Single point of failure")} isWide close={close}>
      <Loaded query={found} what={t("It could not be loaded.")}>
        {(detail) => (
          <div className={classes.stack}>
            <h3>{t("{count, plural, one {# service goes} other {# services go}} down with it", { count: detail.services.length })}</h3>
            <Services detail={detail} />
            <h3>{t("What would mend it")}</h3>
            <Remedies detail={detail} />
            {detail.risks.length > 0 && <h3>{t("Accepted")}</h3>}
            <Risks risks={detail.risks} />
            {accept && detail.services.length > 0 && <div className={classes.actions}><Button onClick={() => { accept(detail.point.ci); }}>{t("Accept the risk…")}</Button></div>}
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}
