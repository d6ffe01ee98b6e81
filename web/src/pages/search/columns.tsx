import type { SearchHit } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { ciHref } from "../../components/links";
import { StatusLook } from "../../components/Look";
import { t } from "../../locales/i18n";
import { marked } from "./hits";
import classes from "./Search.module.css";

function Marked({ value, q }: { value: string; q: string }) {
  return marked(value, q).map((piece, index) =>
    // The pieces of one value have no names; their places are what they are.
    index % 2 === 1 ? <mark key={index} className={classes.mark}>{piece}</mark> : piece,
  );
}

function fitWord({ matched }: SearchHit, q: string): string {
  if (matched.is_exact) return t("exact");
  return marked(matched.value, q).length > 1 ? t("contains") : t("resembles");
}

/** `then` is what links say of an instant; nothing for now. */
export function hitColumns(q: string, then: { as_of?: string } = {}): Column<SearchHit>[] {
  return [
    {
      key: "name", label: t("Name"), width: 220, title: ({ name }) => name,
      cell: ({ uid, name, matched }) => (
        <AppLink className="quiet" href={ciHref(uid, then)} tabIndex={-1}>
          {matched.field === "name" ? <Marked value={name} q={q} /> : name}
        </AppLink>
      ),
    },
    { key: "ci_class", label: t("Class"), width: 140, cell: ({ class_label: label }) => label },
    {
      key: "matched", label: t("Found in"), width: 260, title: ({ matched }) => matched.value,
      cell: ({ matched }) => (
        <>
          <span className="dim">{matched.field.replaceAll("_", " ")}:</span>{" "}
          <span className="mono"><Marked value={matched.value} q={q} /></span>
        </>
      ),
    },
    { key: "fit", label: t("Fit"), width: 80, cell: (hit) => fitWord(hit, q) },
    { key: "root", label: t("Part of"), width: 170, cell: ({ root }) => root && <CILink ci={root} isPassive /> },
    { key: "status", label: t("Status"), width: 90, cell: ({ status }) => <StatusLook status={status} /> },
  ];
}
