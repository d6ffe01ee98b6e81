import type { Consumed, Line } from "../../api/licences";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { ciHref } from "../../components/links";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import edit from "../edit/edit.module.css";
import { productsOf } from "./words";

const CI = "ci_";

/** Who uses the units of a line, and why so many: sentences that can be checked one by one. */
export function Steps({ line }: { line: Line }) {
  const names = line.entitlements.map(({ name, units }) => `${name} (${formatNumber(units)})`).join(", ");
  return (
    <>
      <p>{t("Entitled by {names}.", { names })}</p>
      <SectionTable title={t("What uses {product}", { product: productsOf(line) })} count={line.consumed_total} rows={line.consumed} rowKey={({ subject }) => subject} columns={columns()} />
    </>
  );
}

function columns(): Column<Consumed>[] {
  return [
    { key: "who", label: t("Who"), width: 170, cell: ({ subject, name }) => subject.startsWith(CI) ? <AppLink className="quiet" href={ciHref(subject)}>{name}</AppLink> : name },
    { key: "units", label: t("Units"), width: 80, isNumber: true, cell: ({ units }) => formatNumber(units) },
    { key: "covers", label: t("Covers"), width: 250, cell: ({ covers, software }) => <>{software.map(({ machine, product, version }) => `${product} ${version}`.trim() + ` · ${machine}`).join(", ")}{covers > software.length && ` … ${formatNumber(covers)}`}</> },
    { key: "steps", label: t("Because"), width: 380, cell: ({ steps }) => <ol className={edit.hits}>{steps.map((step) => <li key={step}>{step}</li>)}</ol> },
  ];
}
