import { useQuery } from "@tanstack/react-query";

import { rotasQuery } from "../../api/onCall";
import { AppLink } from "../../components/AppLink";
import { t } from "../../locales/i18n";

/** Who of a team is on call now, where it has a rota. */
export function OnCallNow({ team }: { team: string }) {
  const rotas = useQuery(rotasQuery).data?.items ?? [];
  const now = rotas.find((rota) => rota.team === team)?.now;
  if (!now) return null;
  const query = new URLSearchParams({ team });
  return <> · <AppLink href={`/on-call?${query.toString()}`}>{t("on call: {person}", { person: now.person })}</AppLink></>;
}
