import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { watch, type Watchers, watchersQuery } from "../../api/notifications";
import { meQuery } from "../../api/session";
import { announce } from "../../components/announce";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

function whyWord(why: Watchers["items"][number]["why"]): string {
  const words = { chosen: t("by choice"), commented: t("wrote here"), mentioned: t("was mentioned") };
  return words[why];
}

/** Who is told of a record because they watch it, and the way in and out. */
export function WatchersPanel({ number }: { number: string }) {
  const me = useQuery(meQuery).data?.username ?? "";
  const found = useQuery(watchersQuery(number)).data;
  const queries = useQueryClient();
  const watching = useMutation({
    mutationFn: (isWatching: boolean) => watch(number, me, isWatching),
    onSuccess: (after) => {
      queries.setQueryData(watchersQuery(number).queryKey, after);
      announce(after.is_watching ? t("You watch {number}.", { number }) : t("You do not watch {number} any more.", { number }));
    },
  });
  if (!found) return null;
  return (
    <section className="panel" aria-label={t("Watchers")}>
      <h2>{t("Watchers")}</h2>
      {found.items.length === 0 && <p className="dim">{t("Nobody watches it. Who works on it, or asked for it, is told anyway.")}</p>}
      <ul>{found.items.map(({ person, why }) => <li key={person}>{person} <span className="dim">{whyWord(why)}</span></li>)}</ul>
      {found.may_watch && (
        <Button size="compact-sm" variant="default" loading={watching.isPending} aria-pressed={found.is_watching} onClick={() => { watching.mutate(!found.is_watching); }}>
          {found.is_watching ? t("Stop watching") : t("Watch")}
        </Button>
      )}
      <ErrorLine text={watching.error && described(watching.error)} />
    </section>
  );
}
