import { Button } from "@mantine/core";
import { useState } from "react";

import type { SuggestedCI } from "../../api/recordInsight";
import { CILink } from "../../components/CILink";
import { t } from "../../locales/i18n";

const SHOWN = 4;

interface Props {
  suggested: readonly SuggestedCI[];
  accept: (suggested: SuggestedCI) => void;
  isBusy?: boolean;
}

/** CIs that a record may be about too, each with the reason, taken with one press. */
export function SuggestedCIs({ suggested, accept, isBusy = false }: Props) {
  const [isWhole, setWhole] = useState(false);
  if (suggested.length === 0) return null;
  return (
    <section aria-label={t("It may affect these too")}>
      <h3>{t("It may affect these too")}</h3>
      <ul>
        {suggested.slice(0, isWhole ? undefined : SHOWN).map((one) => (
          <li key={one.ci.uid}>
            <CILink ci={one.ci} withClass /><span className="dim">: {one.reason}</span>{" "}
            <Button size="compact-xs" variant="default" disabled={isBusy} aria-label={t("It affects {name}", { name: one.ci.name })} onClick={() => { accept(one); }}>{t("Accept")}</Button>
          </li>
        ))}
      </ul>
      {!isWhole && suggested.length > SHOWN && <Button size="compact-xs" variant="subtle" onClick={() => { setWhole(true); }}>{t("{count} more", { count: suggested.length - SHOWN })}</Button>}
    </section>
  );
}
