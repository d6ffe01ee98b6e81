import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { bindingsQuery, type SignalBinding, unbindSignals } from "../../api/signals";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { useMayDecide } from "../identity/OnlyForAll";

function columns(remove: ((binding: SignalBinding) => void) | null): Column<SignalBinding>[] {
  return [
    { key: "place", label: t("Senders name"), width: 200, cell: ({ place }) => place },
    { key: "scope", label: t("Network scope"), width: 110, cell: ({ network_scope }) => network_scope },
    { key: "ci", label: t("CI"), width: 200, cell: ({ ci }) => ci ? <CILink ci={ci} withClass /> : <span className="dim">{t("no longer there")}</span> },
    { key: "by", label: t("By"), width: 110, cell: ({ actor }) => actor },
    { key: "at", label: t("When"), width: 110, cell: ({ at }) => <Time at={at} isRelative /> },
    { key: "reason", label: t("Reason"), width: 180, cell: ({ reason }) => reason },
    ...(remove ? [{ key: "action", label: t("Action"), width: 90, cell: (binding: SignalBinding) => <Button variant="default" size="compact-xs" aria-label={t("Take back {place}", { place: binding.place })} onClick={() => { remove(binding); }}>{t("Take back")}</Button> }] : []),
  ];
}

/** What people said that senders mean. */
export function BindingsTab() {
  const bindings = useQuery(bindingsQuery);
  const queries = useQueryClient();
  const mayDecide = useMayDecide();
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const removing = useMutation({
    mutationFn: async ({ uid, place }: SignalBinding) => {
      await unbindSignals(uid);
      return place;
    },
    onSuccess: (place) => { tell({ state: "up", text: t("{place} means nothing in particular any more.", { place }) }); },
    onSettled: () => queries.invalidateQueries({ queryKey: ["signals"] }),
  });
  return (
    <div className={classes.stack} {...keeper}>
      <ResultLine result={result} />
      <ErrorLine text={removing.error && described(removing.error)} />
      <Loaded query={bindings} what={t("What senders mean could not be loaded.")}>
        {({ items }) => (
          <SectionTable
            title={t("What senders mean")} count={items.length} columns={columns(mayDecide ? (binding) => { removing.mutate(binding); } : null)} rows={items} rowKey={({ uid }) => uid}
            empty={<Empty>{t("Nobody had to say what senders mean: names, addresses and ports told.")}</Empty>}
          />
        )}
      </Loaded>
    </div>
  );
}
