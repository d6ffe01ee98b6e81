import { useQuery } from "@tanstack/react-query";

import { changeLicencesQuery } from "../../api/licences";
import type { RecordDetail } from "../../api/records";
import { t } from "../../locales/i18n";
import { WhatIf, WhatIfResult } from "../licences/WhatIf";

/** What a change does to licences: by what it takes out of use, and by what else is planned. Nothing for who may not see positions. */
export function LicencePanel({ record }: { record: RecordDetail }) {
  const found = useQuery(changeLicencesQuery(record.number, record.revision));
  if (!found.data) return null;
  return (
    <>
      {found.data.differences.length > 0 && (
        <section className="panel" aria-label={t("Licences that it frees or takes")}>
          <h2>{t("Licences that it frees or takes")}</h2>
          <WhatIfResult found={found.data} />
        </section>
      )}
      <WhatIf machine={record.affects[0]?.name ?? ""} />
    </>
  );
}
