import { useBlocks } from "../../api/blocks";
import { softwareSource } from "../../api/cis";
import type { CI, Software } from "../../api/types";
import { AppLink, useOpen } from "../../components/AppLink";
import { useActive } from "../../components/grid/active";
import type { Column } from "../../components/grid/column";
import { ListOf, NothingLeft } from "../../components/grid/ListOf";
import { useAsOf } from "../../components/instants";
import { ciHref } from "../../components/links";
import { Empty } from "../../components/PageState";
import { QuickFilter } from "../../components/QuickFilter";
import { Time } from "../../components/Time";
import { countWords } from "../../locales/counts";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import classes from "./CIPage.module.css";
import { Components } from "./Components";

function columns(): Column<Software>[] {
  return [
    {
      key: "product", label: t("Product"), width: 260, title: ({ product }) => product,
      cell: ({ uid, product }) => <AppLink className="quiet" href={ciHref(uid)} tabIndex={-1}>{product}</AppLink>,
    },
    { key: "version", label: t("Version"), width: 160, cell: ({ version }) => version, title: ({ version }) => version ?? "" },
    { key: "publisher", label: t("Publisher"), width: 140, cell: ({ publisher }) => publisher, title: ({ publisher }) => publisher ?? "" },
    {
      key: "package_name", label: t("Package"), doc: t("As the package manager says, where it differs"), width: 180,
      cell: ({ package_name: name }) => name, title: ({ package_name: name }) => name ?? "",
    },
    {
      key: "package_version", label: t("Package version"), width: 160,
      cell: ({ package_version: version }) => version, title: ({ package_version: version }) => version ?? "",
    },
    { key: "first_seen_at", label: t("First seen"), width: 120, cell: ({ first_seen_at: at }) => <Time at={at} isRelative /> },
  ];
}

/** What is installed on the CI. */
export function SoftwareTab({ ci }: { ci: CI }) {
  const open = useOpen();
  const [search, change] = useUrlState();
  const q = first(search, "q");
  const blocks = useBlocks(softwareSource(ci.uid, q, useAsOf()));
  const [active, activate] = useActive(q);
  const asOf = useAsOf();
  return (
    <>
      {asOf === "" && <Components ci={ci} />}
      <div className={classes.bar}>
        <QuickFilter
          value={q} change={(text) => { change({ q: text }); }}
          label={t("Filter by product, version, publisher or package")} placeholder={t("Product, version, publisher, package")}
        />
        <span className="dim" role="status">
          {blocks.total !== undefined && countWords(blocks.total, ci.counts.software)}
        </span>
      </div>
      <ListOf
        label={t("Software")} columns={columns()} blocks={blocks} active={active} activate={activate}
        open={({ uid }) => { open(ciHref(uid)); }}
        what={t("The software could not be loaded.")}
        empty={
          q === "" ? (
            <Empty>{t("No source has listed installed software here.")}</Empty>
          ) : (
            <NothingLeft clear={() => { change({ q: null }); }}>{t("No installed software passes this filter.")}</NothingLeft>
          )
        }
      />
    </>
  );
}
