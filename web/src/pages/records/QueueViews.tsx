import { ActionIcon, Button, NativeSelect, Popover, TextInput } from "@mantine/core";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { changeQuery, deleteQuery, savedViewsQuery, saveQuery, type ViewedPage } from "../../api/queries";
import { meQuery } from "../../api/session";
import type { SavedQuery } from "../../api/types";
import { announce } from "../../components/announce";
import { AppLink } from "../../components/AppLink";
import { t } from "../../locales/i18n";
import { stringifySearch, useUrlState } from "../../shell/search";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import cis from "../cis/CIs.module.css";
import edit from "../edit/edit.module.css";

/** What the address says when it says nothing. */
const PLAIN: Readonly<Record<ViewedPage, string>> = { incidents: "view=open", problems: "view=open", changes: "view=open", assets: "tab=list" };

/** Views of a queue under names, of one's own, one's teams' and everybody's; the address holds what they show. */
export function QueueViews({ page }: { page: ViewedPage }) {
  const [isOpen, setOpen] = useState(false);
  const [search] = useUrlState();
  const views = useQuery(savedViewsQuery(page)).data ?? [];
  const here = stringifySearch(search).slice(1) || PLAIN[page];
  const current = views.find(({ query }) => query === here);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus shadow="xs">
      <Popover.Target>
        <Button variant="default" leftSection={<IconBookmark size={16} />} onClick={() => { setOpen(!isOpen); }}>{current?.name ?? t("Saved views")}</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("Saved views")}>
        <div className={cis.menu} style={{ width: 250 }}>
          <Views page={page} views={views} here={here} close={() => { setOpen(false); }} />
          <SaveForm key={here} page={page} here={here} current={current} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function seenBy({ is_shared: isShared, team, owner, may_change: isMine }: SavedQuery): string {
  if (isShared) return t("for all, by {owner}", { owner });
  if (team !== "") return t("for {team}, by {owner}", { team, owner });
  return isMine ? t("yours") : owner;
}

function Views({ page, views, here, close }: { page: ViewedPage; views: readonly SavedQuery[]; here: string; close: () => void }) {
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: deleteQuery,
    onSuccess: async (_, { name }) => {
      announce(t("The view {name} was deleted.", { name }));
      await queries.invalidateQueries({ queryKey: ["saved-views", page] });
    },
  });
  if (views.length === 0) return <p className="dim" style={{ margin: 0 }}>{t("No view of this list has been saved yet.")}</p>;
  return (
    <>
      <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {views.map((view) => (
          <li key={view.query_id} className={cis.view}>
            <AppLink className="cut" href={`/${page}?${view.query}`} aria-current={view.query === here || undefined} onClick={close}>{view.name} <span className="dim">{seenBy(view)}</span></AppLink>
            {view.may_change && <ActionIcon variant="subtle" size={26} color="gray" aria-label={t("Delete the view {name}", { name: view.name })} onClick={() => { removing.mutate(view); }}><IconTrash size={15} /></ActionIcon>}
          </li>
        ))}
      </ul>
      <ErrorLine text={removing.error && described(removing.error)} />
    </>
  );
}

const ALL = "*";

function whoSees(view: SavedQuery | undefined): string {
  if (view === undefined) return "";
  return view.is_shared ? ALL : view.team;
}

function SaveForm({ page, here, current }: { page: ViewedPage; here: string; current: SavedQuery | undefined }) {
  const me = useQuery(meQuery).data;
  const mine = current?.may_change === true ? current : undefined;
  const [name, setName] = useState(mine?.name ?? "");
  const [who, setWho] = useState(whoSees(mine));
  const queries = useQueryClient();
  const wanted = name.trim();
  const saving = useMutation({
    mutationFn: () => {
      const seen = { name: wanted, query: here, is_shared: who === ALL, team: who === ALL ? "" : who };
      return mine ? changeQuery(mine, seen) : saveQuery({ ...seen, page });
    },
    onSuccess: async () => {
      announce(t("The view {name} was saved.", { name: wanted }));
      await queries.invalidateQueries({ queryKey: ["saved-views", page] });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const teams = me?.teams ?? [];
  return (
    <form className={edit.form} aria-label={t("Save this list as a view")} onSubmit={submit}>
      <TextInput label={t("Save this list as")} description={t("Keeps what the list shows, not its records.")} maxLength={60} required value={name} onChange={({ currentTarget }) => { setName(currentTarget.value); }} />
      <NativeSelect
        label={t("Who sees it")} value={who} onChange={({ currentTarget }) => { setWho(currentTarget.value); }}
        data={[{ value: "", label: t("only you") }, ...teams.map((team) => ({ value: team, label: t("the team {team}", { team }) })), { value: ALL, label: t("everybody") }]}
      />
      <ErrorLine text={saving.error && described(saving.error)} />
      <Button type="submit" disabled={wanted === ""} loading={saving.isPending}>{mine ? t("Change the view") : t("Save the view")}</Button>
    </form>
  );
}
