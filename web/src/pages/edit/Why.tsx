import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { changeCI, whyQuery } from "../../api/edits";
import type { CI, CIAttribute, JudgedClaim } from "../../api/types";
import { Loaded } from "../../components/PageState";
import { SourceBadge } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { described, sentence } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import classes from "./edit.module.css";

function Verdict({ claim }: { claim: JudgedClaim }) {
  if (claim.verdict === "counts") return <span className="state" data-state="up"><span aria-hidden>●</span> {t("counts")}</span>;
  if (claim.verdict === "too_old") return <span className="state" data-state="unknown"><span aria-hidden>○</span> {t("too old")}</span>;
  if (claim.verdict === "released") return <>{t("taken back")}</>;
  return <>{claim.verdict === "absent" ? t("said no longer") : t("outranked")}</>;
}

function WhoAndWhy({ claim }: { claim: JudgedClaim }) {
  const said = [claim.actor, claim.reason].filter((text) => text !== null && text !== "").join(": ");
  return (
    <>
      {said}
      {claim.expires_at && <span className="dim"> {t("until")} <Time at={claim.expires_at} /></span>}
      {claim.rule && <span className="dim"> {claim.rule.note === "" ? t("priority by a rule") : claim.rule.note}</span>}
    </>
  );
}

/** Gives a value that people said back to the other sources. */
function Release({ ci, attribute }: { ci: CI; attribute: CIAttribute }) {
  const queries = useQueryClient();
  const releasing = useMutation({
    mutationFn: () => changeCI(ci.uid, { attributes: {}, released: [attribute.name] }, { reason: "", expires_at: null }, ci.revision),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <p>
      <Button variant="default" size="compact-sm" loading={releasing.isPending} onClick={() => { releasing.mutate(); }}>
        {t("Let the other sources tell again")}
      </Button>
      <ErrorLine text={releasing.error && described(releasing.error)} />
    </p>
  );
}

/** Why this value: what decided, and all that is said of the attribute, the claim that counts first. */
export function Why({ ci, attribute }: { ci: CI; attribute: CIAttribute }) {
  const why = useQuery(whyQuery(ci.uid, attribute.name));
  const mayWrite = useMay("write");
  return (
    <>
      <p>{attribute.doc}</p>
      <Loaded query={why} what={t("Why it has this value could not be loaded.")} lines={2}>
        {({ decided_by: by, claims }) => (
          <>
            <p><strong>{t("Why this value?")}</strong> {sentence(by)}.</p>
            {claims.length > 0 && (
              <div className={classes.wide} tabIndex={0} role="group" aria-label={t("Claims of {attribute}", { attribute: attribute.label })}>
                <table className="plain">
                  <thead>
                    <tr>
                      <th scope="col">{t("Claimed value")}</th>
                      <th scope="col">{t("Source")}</th>
                      <th scope="col" className="num">{t("Priority")}</th>
                      <th scope="col">{t("Observed")}</th>
                      <th scope="col">{t("Verdict")}</th>
                      <th scope="col">{t("Who and why")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {claims.map((claim) => (
                      <tr key={claim.source.key + claim.observed_at + JSON.stringify(claim.value)}>
                        <td>{claim.value === null ? t("nothing") : formatValue(claim.value, attribute.kind, attribute.unit)}</td>
                        <td><SourceBadge source={claim.source} /></td>
                        <td className="num">{claim.priority}</td>
                        <td><Time at={claim.observed_at} /></td>
                        <td><Verdict claim={claim} /></td>
                        <td><WhoAndWhy claim={claim} /></td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            {mayWrite && claims[0]?.source.kind === "manual" && claims[0].verdict === "counts" && <Release ci={ci} attribute={attribute} />}
          </>
        )}
      </Loaded>
    </>
  );
}
