import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";

import { type Acceptance, acceptancesQuery, type AcceptanceState, askAcceptances } from "../../api/acceptances";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { recordHref } from "../../components/links";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";

/** Assets by what their holders said, the first asked first. */
export function AcceptanceTable({ state }: { state: AcceptanceState }) {
  const found = useInfiniteQuery(acceptancesQuery(state));
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const queries = useQueryClient();
  const asking = useMutation({
    mutationFn: ({ one: { asset }, isWanted }: { one: Acceptance; isWanted: boolean }) => askAcceptances([asset.number], isWanted),
    onSuccess: ({ refused }, { one: { asset, holder }, isWanted }) => {
      void queries.invalidateQueries({ queryKey: ["acceptances"] });
      const why = refused.map(({ message, remedy }) => `${message}; ${remedy}`).join(" ");
      if (why) tell({ state: "down", text: `${asset.number} ${why}` });
      else tell({ state: "up", text: isWanted ? t("{holder} is asked to accept {number}.", { holder, number: asset.number }) : t("{holder} is not asked for {number} any longer.", { holder, number: asset.number }) });
    },
  });
  const none = { waiting: t("Nobody has yet to accept anything. Who is given something is asked where there are terms for it."), refused: t("Nobody refused anything."), accepted: t("Nobody accepted anything yet.") };
  return (
    <div className={administration.stack} {...keeper}>
      <ResultLine result={result} />
      <ErrorLine text={asking.error && described(asking.error)} />
      <Loaded query={found} what={t("It could not be loaded.")}>
        {({ pages: [first, ...more] }) => first && (
          <>
            {first.unreached > 0 && <p className="state" data-state="degraded" style={{ whiteSpace: "normal" }}>▲ {t("{count, plural, one {# of them reaches nobody: its holder has} other {# of them reach nobody: their holders have}} neither an account nor a mail address as name.", { count: first.unreached })}</p>}
            <SectionTable
              title={t("Assets")} count={first.total} rows={[first, ...more].flatMap(({ items }) => items)} rowKey={({ asset }) => asset.number} empty={<Empty action={<AppLink href="/acceptances?tab=terms">{t("To the terms")}</AppLink>}>{none[state]}</Empty>}
              columns={columns(state, (one, isWanted) => { asking.mutate({ one, isWanted }); })}
            />
          </>
        )}
      </Loaded>
      {found.hasNextPage && <div><Button variant="default" loading={found.isFetchingNextPage} onClick={() => { void found.fetchNextPage(); }}>{t("Show more")}</Button></div>}
    </div>
  );
}

function columns(state: AcceptanceState, ask: (one: Acceptance, isWanted: boolean) => void): Column<Acceptance>[] {
  const isWaiting = state === "waiting";
  const said: Column<Acceptance>[] = [
    { key: "answered", label: t("Answered"), width: 120, cell: (one) => <Time at={one.answered_at} /> },
    { key: "by", label: t("Signed by"), width: 130, cell: (one) => one.signed_by },
  ];
  const why: Column<Acceptance> = { key: "why", label: t("Why"), width: 200, cell: ({ reason }) => reason };
  const hears: Column<Acceptance> = { key: "hears", label: t("Hears of it"), width: 150, cell: (one) => one.address || (one.account ? t("on the home page") : t("not at all")) };
  return [
    { key: "number", label: t("Number"), width: 110, cell: ({ asset }) => <AppLink href={recordHref(asset)}>{asset.number}</AppLink> },
    { key: "name", label: t("Name"), width: 160, cell: ({ asset }) => asset.title },
    { key: "holder", label: t("Holder"), width: 140, cell: ({ holder }) => holder },
    { key: "asked", label: t("Asked"), width: 120, cell: (one) => <Time at={one.asked_at} isRelative={isWaiting} /> },
    { key: "terms", label: t("Terms"), width: 150, cell: ({ terms }) => terms },
    ...(isWaiting ? [hears] : said),
    ...(state === "refused" ? [why] : []),
    { key: "do", label: t("Actions"), width: 170, cell: (one) => (
      <span className="row">
        <Button size="compact-xs" variant="default" aria-label={t("Ask for {number} again", { number: one.asset.number })} onClick={() => { ask(one, true); }}>{t("Ask again")}</Button>
        {isWaiting && <Button size="compact-xs" variant="default" aria-label={t("Ask for {number} no longer", { number: one.asset.number })} onClick={() => { ask(one, false); }}>{t("No longer")}</Button>}
      </span>
    ) },
  ];
}
