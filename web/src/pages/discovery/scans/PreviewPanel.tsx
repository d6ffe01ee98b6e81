import type { previewScan } from "../../../api/scans";
import { Look } from "../../../components/Look";
import { Time } from "../../../components/Time";
import { t } from "../../../locales/i18n";

type Preview = Awaited<ReturnType<typeof previewScan>>;
const MOST = 12;

function shortened(entries: readonly string[]): string {
  const rest = entries.length - MOST;
  return entries.slice(0, MOST).join(", ") + (rest > 0 ? ` ${t("and {rest} more", { rest })}` : "");
}

/** What a scan would touch, with what, when, and what stands against it. */
export function PreviewPanel({ preview }: { preview: Preview }) {
  const none = <span className="dim">{t("none")}</span>;
  return (
    <section aria-label={t("Preview")} role="status">
      <h3>{t("{addresses, plural, one {# address} other {# addresses}} would be touched", { addresses: preview.addresses })}</h3>
      <div>{shortened(preview.ranges)}</div>
      <div>{t("Credentials")}: {preview.credentials.length > 0 ? shortened(preview.credentials.map(({ name }) => name)) : none}</div>
      <div>{t("Collectors")}: {preview.collectors.length > 0 ? shortened(preview.collectors.map(({ name }) => name)) : none}</div>
      {preview.next_runs.map((at) => <div key={at}>{t("Runs")} <Time at={at} /></div>)}
      {preview.warnings.map((warning) => <div key={warning}><Look look={["degraded", "▲", t("Mind")]} /> {warning}</div>)}
    </section>
  );
}
