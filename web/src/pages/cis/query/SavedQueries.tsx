import { ActionIcon, Button, Checkbox, Popover, TextInput } from "@mantine/core";
import { IconListSearch, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";

import { changeQuery, deleteQuery, savedQueriesQuery, saveQuery } from "../../../api/queries";
import type { SavedQuery } from "../../../api/types";
import { announce } from "../../../components/announce";
import { Loaded } from "../../../components/PageState";
import { t } from "../../../locales/i18n";
import { useMay } from "../../../shell/permissions";
import { described, fieldError, otherError } from "../../administration/problems";
import { ErrorLine } from "../../administration/Result";
import menu from "../CIs.module.css";
import classes from "./Query.module.css";

interface Props {
  /** The query as it stands in the editor. */
  text: string;
  choose: (text: string) => void;
}

/** Named queries on the server: one's own and the shared ones. */
export function SavedQueries({ text, choose }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [edited, edit] = useState<SavedQuery | null>(null);
  const saved = useQuery({ ...savedQueriesQuery, enabled: isOpen });
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus returnFocus shadow="xs">
      <Popover.Target>
        <Button type="button" variant="default" leftSection={<IconListSearch size={16} />} onClick={() => { setOpen(!isOpen); }}>
          {t("Saved queries")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("Saved queries")}>
        <div className={menu.menu} style={{ width: 320 }}>
          <Loaded query={saved} what={t("The saved queries could not be loaded.")}>
            {(queries) => <SavedList queries={queries} edit={(query) => { choose(query.query); edit(query); }} choose={(query) => { choose(query); setOpen(false); }} />}
          </Loaded>
          <SaveForm key={edited?.query_id ?? ""} text={text} edited={edited} done={() => { edit(null); }} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

interface ListProps {
  queries: readonly SavedQuery[];
  edit: (query: SavedQuery) => void;
  choose: (text: string) => void;
}

function SavedList({ queries, edit, choose }: ListProps) {
  const client = useQueryClient();
  const deleting = useMutation({
    mutationFn: deleteQuery,
    onSuccess: (_, { name }) => { announce(t("The query {name} was deleted.", { name })); },
    onSettled: () => client.invalidateQueries({ queryKey: savedQueriesQuery.queryKey }),
  });
  if (queries.length === 0) return <p className="dim" style={{ margin: 0 }}>{t("Nobody has saved a query that you see.")}</p>;
  return (
    <>
      <ul className={classes.saved}>
        {queries.map((query) => (
          <li key={query.query_id}>
            <Button variant="subtle" size="compact-sm" justify="flex-start" title={query.query} onClick={() => { choose(query.query); }}>
              <span className="cut">{query.name}</span>
              {query.is_shared && <span className="dim">&nbsp;{t("shared by {owner}", { owner: query.owner })}</span>}
            </Button>
            {query.may_change && (
              <>
                <ActionIcon
                  variant="subtle" size={26} color="gray" aria-label={t("Change the query {name}", { name: query.name })}
                  onClick={() => { edit(query); }}
                >
                  <IconPencil size={15} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle" size={26} color="gray" aria-label={t("Delete the query {name}", { name: query.name })}
                  onClick={() => { deleting.mutate(query); }}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </>
            )}
          </li>
        ))}
      </ul>
      <ErrorLine text={deleting.error && described(deleting.error)} />
    </>
  );
}

/** Keeps the query in the editor under a name, or changes one that is kept. */
function SaveForm({ text, edited, done }: { text: string; edited: SavedQuery | null; done: () => void }) {
  const mayShare = useMay("write");
  const [name, setName] = useState(edited?.name ?? "");
  const [isShared, share] = useState(edited?.is_shared ?? false);
  const saving = useSaving(edited, () => { setName(""); done(); });
  // The popover stands inside the form of the editor for React, though not on the page.
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    event.stopPropagation();
    saving.mutate({ name: name.trim(), query: text, is_shared: isShared });
  };
  return (
    <form onSubmit={submit} style={{ display: "flex", flexDirection: "column", gap: 8 }}>
      <TextInput
        label={edited ? t("Name of the query") : t("Save this query as")} maxLength={100} value={name}
        description={edited ? t("It is kept with the text in the editor.") : undefined} error={fieldError(saving.error, "name")}
        onChange={(event) => { setName(event.currentTarget.value); }}
      />
      {mayShare && (
        <Checkbox label={t("Others see it")} checked={isShared} onChange={(event) => { share(event.currentTarget.checked); }} />
      )}
      <ErrorLine text={otherError(saving.error, ["name"])} />
      <SaveButtons isNew={edited === null} isReady={name.trim() !== "" && text !== ""} isSaving={saving.isPending} cancel={done} />
    </form>
  );
}

function SaveButtons({ isNew, isReady, isSaving, cancel }: { isNew: boolean; isReady: boolean; isSaving: boolean; cancel: () => void }) {
  return (
    <div className="row">
      <Button type="submit" loading={isSaving} disabled={!isReady}>{isNew ? t("Save the query") : t("Change the query")}</Button>
      {!isNew && <Button variant="default" onClick={cancel}>{t("Cancel")}</Button>}
    </div>
  );
}

function useSaving(edited: SavedQuery | null, done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: { name: string; query: string; is_shared: boolean }) =>
      edited === null ? saveQuery(wanted) : changeQuery(edited, wanted),
    onSuccess: ({ name }) => {
      announce(t("The query {name} was saved.", { name }));
      done();
    },
    onSettled: () => client.invalidateQueries({ queryKey: savedQueriesQuery.queryKey }),
  });
}
