import { useQuery } from "@tanstack/react-query";

import { severalVersionsQuery } from "../../api/harvest";
import { CILink } from "../../components/CILink";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { fullName, licenceWord } from "../software/words";

/** Products of which a machine has more than one version. */
export function SeveralTab() {
  return (
    <Loaded query={useQuery(severalVersionsQuery)} what={t("It could not be loaded.")}>
      {({ items, total }) => (
        <SectionTable
          title={t("Several versions on one machine")} count={total} rows={items} rowKey={({ machine_uid: uid, publisher, product, versions }) => [uid, publisher, product, ...versions].join("|")} empty={<Empty>{t("No machine has several versions of a product.")}</Empty>}
          columns={[
            { key: "machine", label: t("Machine"), width: 200, cell: ({ machine_uid: uid, machine, ci_class: ciClass }) => <CILink ci={{ uid, name: machine, ci_class: ciClass }} withClass /> },
            { key: "product", label: t("Product"), width: 220, cell: fullName },
            { key: "licence", label: t("Licence"), width: 120, cell: ({ licence }) => licenceWord(licence) },
            { key: "versions", label: t("Versions"), width: 260, title: ({ versions }) => versions.join(", "), cell: ({ versions }) => versions.join(", ") },
            { key: "site", label: t("Site"), width: 130, cell: ({ site }) => site ?? "–" },
          ]}
        />
      )}
    </Loaded>
  );
}
