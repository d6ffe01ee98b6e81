import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { failuresQuery, type ScanFailure } from "../../api/scans";
import { AppLink } from "../../components/AppLink";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { hrefOf } from "../../shell/search";
import shared from "../administration/administration.module.css";
import { type Result, ResultLine, useResult } from "../administration/Result";
import { HostKey } from "./HostKey";
import { useScanNow } from "./scans/ScansTab";
import { methodWord } from "./scans/words";

const AT_FIRST = 50;

/** Scans the addresses of a cause again: those of one network scope at a time. */
function Again({ failure, tell }: { failure: ScanFailure; tell: (result: Result) => void }) {
  const starting = useScanNow(tell);
  const scopes = [...new Set(failure.targets.map((target) => target.network_scope))];
  return scopes.map((scope) => {
    const ranges = failure.targets.filter((target) => target.network_scope === scope).map((target) => target.address);
    return (
      <Button
        key={scope} variant="default" size="compact-sm" loading={starting.isPending}
        onClick={() => { starting.mutate({ ranges, network_scope: scope }); }}
      >
        {scopes.length > 1 ? t("Scan {count} in {scope} again", { count: ranges.length, scope }) : t("Scan {count} again", { count: ranges.length })}
      </Button>
    );
  });
}

function Targets({ failure, tell }: { failure: ScanFailure; tell: (result: Result) => void }) {
  const shown = failure.targets.slice(0, AT_FIRST);
  return (
    <>
      <table className="plain" aria-label={failure.happened}>
        <thead>
          <tr>
            <th scope="col">{t("Address")}</th>
            <th scope="col">{t("What it said")}</th>
            <th scope="col">{t("Credential")}</th>
            <th scope="col">{t("Scanned")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((target) => (
            <tr key={`${target.network_scope}/${target.address}`}>
              <td><AppLink href={hrefOf("/discovery", { tab: "why", q: target.address })}>{target.address}</AppLink> <span className="dim">{target.network_scope}</span></td>
              <td>{target.detail || <span className="dim">–</span>}<HostKey target={target} tell={tell} /></td>
              <td>{target.credential ?? <span className="dim">–</span>}</td>
              <td><Time at={target.at} isRelative /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {failure.count > shown.length && <p className="dim">{t("The latest {shown} of {total}.", { shown: shown.length, total: formatNumber(failure.count) })}</p>}
    </>
  );
}

function Cause({ failure, tell }: { failure: ScanFailure; tell: (result: Result) => void }) {
  const mayScan = useMay("scan");
  return (
    <section className="panel">
      <div className="row">
        <h2 className="grow">
          <Look look={["down", "■", methodWord(failure.method)]} /> {failure.happened} <span className="dim">({formatNumber(failure.count)})</span>
        </h2>
        {mayScan && <Again failure={failure} tell={tell} />}
      </div>
      <p style={{ marginBlock: 4 }}>{failure.cause} <strong>{failure.next_step}</strong></p>
      <details>
        <summary>{t("{count, plural, one {# address} other {# addresses}}", { count: failure.count })}</summary>
        <Targets failure={failure} tell={tell} />
      </details>
    </section>
  );
}

/** What scans could not do, by cause, with one remedy each. */
export function FailuresTab() {
  const failures = useQuery(failuresQuery);
  const [result, tell] = useResult();
  return (
    <div className={shared.stack}>
      <ResultLine result={result} />
      <Loaded query={failures} what={t("The failures could not be loaded.")}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="panel"><Empty>{t("No scan has failed: every address that answered was read.")}</Empty></div>
          ) : (
            items.map((failure) => <Cause key={`${failure.method}:${failure.outcome}`} failure={failure} tell={tell} />)
          )
        }
      </Loaded>
    </div>
  );
}
