import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { changeCI, whyQuery } from "../../api/edits";
import type { CI, CIAttribute, JudgedClaim, WhyThisValue } from "../../api/types";
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

/** What is asked about: an attribute, or the class (`ci_class`). */
export type Asked = Pick<CIAttribute, "name" | "label" | "doc" | "kind" | "unit">;

const BY_EDIT = 5;

/** Whether the others could tell again: who created a CI by hand has nothing to take back. */
function canRelease(claim: JudgedClaim | undefined): boolean {
  return claim?.source.kind === "manual" && claim.verdict === "counts" && (claim.rank ?? BY_EDIT) === BY_EDIT;
}

/** Gives a value that people said back to the other sources. */
function Release({ ci, attribute }: { ci: CI; attribute: Asked }) {
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

interface Props {
  ci: CI;
  attribute: Asked;
  /** A value in words, where its kind does not tell how. */
  show?: (value: JudgedClaim["value"]) => string;
  /** What follows the claims. */
  after?: (why: WhyThisValue) => ReactNode;
}

/** Why this value: what decided, and all that is said of the attribute, the claim that counts first. */
export function Why({ ci, attribute, show, after }: Props) {
  const why = useQuery(whyQuery(ci.uid, attribute.name));
  const mayWrite = useMay("write");
  return (
    <>
      <p>{attribute.doc}</p>
      <Loaded query={why} what={t("Why it has this value could not be loaded.")} lines={2}>
        {(found) => (
          <>
            <p><strong>{t("Why this value?")}</strong> {sentence(found.decided_by)}.</p>
            {found.claims.length > 0 && (
              <div className={classes.wide} tabIndex={0} role="group" aria-label={t("Claims of {attribute}", { attribute: attribute.label })}>
                <table className="plain">
                  <thead>
                    <tr>
                      <th scope="col">{t("Claimed value")}</th>
                      <th scope="col">{t("Source")}</th>
                      <th scope="col" className="num">{t("Priority")}</th>
                      <th scope="col">{t("Observed")}</th>
                      {found.claims.some(({ rank }) => rank !== null) && <th scope="col">{t("Weighed as")}</th>}
                      <th scope="col">{t("Verdict")}</th>
                      <th scope="col">{t("Who and why")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {found.claims.map((claim) => (
                      <tr key={claim.source.key + claim.observed_at + JSON.stringify(claim.value)}>
                        <td>{claim.value === null ? t("nothing") : show ? show(claim.value) : formatValue(claim.value, attribute.kind, attribute.unit)}</td>
                        <td><SourceBadge source={claim.source} /></td>
                        <td className="num">{claim.priority}</td>
                        <td><Time at={claim.observed_at} /></td>
                        {claim.rank !== null && <td>{claim.weighed && `${claim.rank}: ${claim.weighed}`}</td>}
                        <td><Verdict claim={claim} /></td>
                        <td><WhoAndWhy claim={claim} /></td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            {after?.(found)}
            {mayWrite && canRelease(found.claims[0]) && <Release ci={ci} attribute={attribute} />}
          </>
        )}
      </Loaded>
    </>
  );
}
