import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { sourcesQuery, withdrawSource } from "../../api/rules";
import type { DataSource } from "../../api/types";
import { Empty, Loaded } from "../../components/PageState";
import { SourceBadge } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";

function SourceTable({ items, withdraw }: { items: readonly DataSource[]; withdraw: (source: DataSource) => void }) {
  if (items.length === 0) return <Empty>{t("No source has said anything yet.")}</Empty>;
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("Source")}</th>
          <th scope="col" className="num">{t("CIs")}</th>
          <th scope="col" className="num">{t("Observations")}</th>
          <th scope="col">{t("Last contact")}</th>
          <th scope="col"><span className="visuallyhidden">{t("Actions")}</span></th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={`${item.source.key} ${item.root_uid ?? ""}`}>
            <td>
              <SourceBadge source={item.source} />{" "}
              {item.withdrawn_by && <span className="dim">{t("being withdrawn by {name}", { name: item.withdrawn_by })}</span>}
            </td>
            <td className="num">{formatNumber(item.cis)}</td>
            <td className="num">{formatNumber(item.observations)}</td>
            <td>{item.last_contact_at ? <Time at={item.last_contact_at} isRelative /> : "–"}</td>
            <td className="num">
              <Button
                variant="default" size="compact-xs" onClick={() => { withdraw(item); }}
                aria-label={t("Withdraw {source}", { source: item.source.key })}
              >
                {t("Withdraw")}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Who says how much, and taking it back. */
export function SourcesTab() {
  const sources = useQuery(sourcesQuery);
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<DataSource | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  return (
    <div className={administration.stack} {...keeper}>
      <ResultLine result={result} />
      <div className="panel scroll" tabIndex={0} role="group" aria-label={t("Data sources")}>
        <Loaded query={sources} what={t("The data sources could not be loaded.")}>
          {({ items }) => <SourceTable items={items} withdraw={setChosen} />}
        </Loaded>
      </div>
      {chosen && (
        <ConfirmDialog
          title={t("Withdraw {source}?", { source: chosen.source.key })}
          action={t("Withdraw the source")}
          run={() => withdrawSource(chosen.source.key, t("withdrawn on the sources page"))}
          done={() => {
            tell({ state: "up", text: t("{source} is withdrawn.", { source: chosen.source.key }) });
            void queries.invalidateQueries();
          }}
          close={() => { setChosen(null); }}
        >
          {t("All {count} observations of it go; what they fed becomes what it would be without them. A source that reports again comes back.", { count: formatNumber(chosen.observations) })}
        </ConfirmDialog>
      )}
    </div>
  );
}
