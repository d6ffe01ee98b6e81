import { type Consumed, evidenceHref, type Line, type ProductNamed } from "../../api/licences";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { ciHref } from "../../components/links";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import edit from "../edit/edit.module.css";
import { productsOf } from "./words";

const CI = "ci_";
const NAMED = 20;

/** Who uses the units of a line, and why so many: sentences that can be checked one by one. */
export function Steps({ line, on }: { line: Line; on: string }) {
  const named = line.entitlements.slice(0, NAMED).map(({ name, units }) => `${name} (${formatNumber(units)})`);
  const others = line.entitlements_total - named.length;
  const names = [...named, ...(others > 0 ? [t("{count} more", { count: formatNumber(others) })] : [])].join(", ");
  return (
    <>
      <p>{t("Entitled by {names}.", { names })} {t("Every installation:")} <Files on={on} of={line.products[0]} />{line.consumed.length < line.consumed_total && <> {t("Below are the {count} that use most.", { count: formatNumber(line.consumed.length) })}</>}</p>
      <SectionTable title={t("What uses {product}", { product: productsOf(line) })} count={line.consumed_total} rows={line.consumed} rowKey={({ subject }) => subject} columns={columns()} />
    </>
  );
}

/** The evidence as files, in which nothing is left out. */
export function Files({ on, of }: { on: string; of?: Pick<ProductNamed, "publisher" | "product"> | undefined }) {
  const what = of ? of.product : t("all products");
  return <><a href={evidenceHref(on, "csv", of)} download aria-label={t("Evidence of {what} as CSV", { what })}>{t("CSV")}</a>{" · "}<a href={evidenceHref(on, "xlsx", of)} download aria-label={t("Evidence of {what} for Excel", { what })}>{t("Excel")}</a></>;
}

function columns(): Column<Consumed>[] {
  return [
    { key: "who", label: t("Who"), width: 170, cell: ({ subject, name }) => subject.startsWith(CI) ? <AppLink className="quiet" href={ciHref(subject)}>{name}</AppLink> : name },
    { key: "units", label: t("Units"), width: 80, isNumber: true, cell: ({ units }) => formatNumber(units) },
    { key: "covers", label: t("Covers"), width: 250, cell: ({ covers, software }) => <>{software.map(({ machine, product, version }) => `${product} ${version}`.trim() + ` · ${machine}`).join(", ")}{covers > software.length && ` … ${formatNumber(covers)}`}</> },
    { key: "steps", label: t("Because"), width: 380, cell: ({ steps }) => <ol className={edit.hits}>{steps.map((step) => <li key={step}>{step}</li>)}</ol> },
  ];
}
