import { useQuery } from "@tanstack/react-query";

import { parkedReasonsQuery } from "../../api/discovery";
import type { ParkedReason } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { hrefOf } from "../../shell/search";
import { sentence } from "../administration/problems";
import classes from "./Discovery.module.css";

export function reasonHref(reason: string): string {
  return hrefOf("/discovery", { tab: "parked", reason });
}

function ReasonRow({ entry, isChosen }: { entry: ParkedReason; isChosen: boolean }) {
  return (
    <tr>
      <td className="num">{formatNumber(entry.count)}</td>
      <td className={classes.reason}>
        <AppLink href={isChosen ? reasonHref("") : reasonHref(entry.reason)} aria-current={isChosen ? "true" : undefined}>
          {sentence(entry.reason)}
        </AppLink>
        {isChosen && <span className="dim"> {t("(shown below; follow again for all)")}</span>}
      </td>
      <td className={classes.reason}>{sentence(entry.remedy)}</td>
      <td className={classes.line}><Time at={entry.oldest_at} isRelative /></td>
    </tr>
  );
}

/** For which reasons items wait, how many each, since when, and what to do; each leads to its items. */
export function ParkedReasons({ chosen }: { chosen: string }) {
  const reasons = useQuery(parkedReasonsQuery);
  return (
    <Loaded query={reasons} what={t("The reasons could not be loaded.")} lines={2}>
      {({ items }) => items.length > 0 && (
        <section className="panel scroll" aria-label={t("By reason")} tabIndex={0}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col" className="num">{t("Items")}</th>
                <th scope="col">{t("Reason")}</th>
                <th scope="col">{t("Remedy")}</th>
                <th scope="col">{t("The oldest")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((entry) => (
                <ReasonRow key={entry.reason} entry={entry} isChosen={entry.reason === chosen} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Loaded>
  );
}
