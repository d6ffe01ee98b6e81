import { ActionIcon, Button, Popover, TextInput } from "@mantine/core";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import { type SyntheticEvent, useState } from "react";

import { announce } from "../../components/announce";
import { AppLink } from "../../components/AppLink";
import { t } from "../../locales/i18n";
import { useUrlState } from "../../shell/search";
import { useShortcut } from "../../shell/shortcuts";
import classes from "./CIs.module.css";
import { useViews, withoutPlace } from "./views";

const MOST_LETTERS = 60;

/** Saved views: filters, columns, sort and density under a name. */
export function ViewsMenu() {
  const [isOpen, setOpen] = useState(false);
  const { views } = useViews();
  const [search] = useUrlState();
  const here = withoutPlace(search);
  const current = views.find((view) => view.search === here);
  useShortcut("v", t("Saved views"), () => { setOpen(true); });
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus returnFocus shadow="xs">
      <Popover.Target>
        <Button variant="default" leftSection={<IconBookmark size={16} />} onClick={() => { setOpen(!isOpen); }}>
          {current?.name ?? t("Saved views")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("Saved views")}>
        <div className={classes.menu} style={{ width: 280 }}>
          <SavedViews here={here} close={() => { setOpen(false); }} />
          <SaveForm here={here} name={current?.name ?? ""} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function SavedViews({ here, close }: { here: string; close: () => void }) {
  const { views, remove } = useViews();
  if (views.length === 0) return <p className="dim" style={{ margin: 0 }}>{t("No view has been saved in this browser yet.")}</p>;
  return (
    <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {views.map(({ name, search }) => (
        <li key={name} className={classes.view}>
          <AppLink className="cut" href={`/cis${search}`} aria-current={search === here || undefined} onClick={close}>{name}</AppLink>
          <ActionIcon
            variant="subtle" size={26} color="gray" aria-label={t("Delete the view {name}", { name })}
            onClick={() => { remove(name); announce(t("The view {name} was deleted.", { name })); }}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}

function SaveForm({ here, name: present }: { here: string; name: string }) {
  const { views, save } = useViews();
  const [name, setName] = useState(present);
  const wanted = name.trim();
  const isKnown = views.some((view) => view.name === wanted);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (wanted === "") return;
    save({ name: wanted, search: here });
    announce(t("The view {name} was saved.", { name: wanted }));
  };
  return (
    <form onSubmit={submit} style={{ display: "flex", flexDirection: "column", gap: 8 }}>
      <TextInput
        label={t("Save this list as")}
        description={t("Keeps filters, columns, sort and row height in this browser. The address of the page holds them too.")}
        maxLength={MOST_LETTERS}
        value={name}
        onChange={(event) => { setName(event.currentTarget.value); }}
      />
      <Button type="submit" disabled={wanted === ""}>{isKnown ? t("Replace the view") : t("Save the view")}</Button>
    </form>
  );
}
