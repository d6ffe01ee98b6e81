import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { createToken, revokeToken, tokensQuery } from "../../api/tokens";
import { Copyable } from "../../components/Copyable";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";

const addressOf = (token: string) => `${window.location.origin}/api/v1/changes/calendar.ics?token=${token}`;

/** Addresses (iCalendar) that programs which show calendars subscribe to: made, copied, made useless again. */
export function Subscribe() {
  const may = useMay("admin");
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-label={t("Subscribe to the calendar")}>
      <Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={() => { setOpen(!isOpen); }}>{t("Subscribe to the calendar")}</Button>
      {isOpen && !may && <p className="dim">{t("An administrator makes an address of the calendar for you (permission admin).")}</p>}
      {isOpen && may && <Addresses />}
    </section>
  );
}

function Addresses() {
  const queries = useQueryClient();
  const tokens = useQuery(tokensQuery);
  const [name, setName] = useState("");
  const [gone, setGone] = useState<{ token_id: string; name: string } | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const making = useMutation({ mutationFn: () => createToken(name.trim(), "calendar", null, []), onSuccess: () => { setName(""); return again(); } });
  const submit = (event: SubmitEvent) => { event.preventDefault(); making.mutate(); };
  return (
    <>
      <form className={edit.form} onSubmit={submit}>
        <p>{t("Whoever has an address sees what is planned and nothing else, without a password. It is shown this once.")}</p>
        <TextInput label={t("Who subscribes")} required maxLength={100} value={name} onChange={({ currentTarget }) => { setName(currentTarget.value); }} />
        <ErrorLine text={making.error && described(making.error)} />
        <div className={edit.actions}><Button type="submit" loading={making.isPending}>{t("Make an address")}</Button></div>
      </form>
      {making.data && <Copyable text={addressOf(making.data.value)} label={t("Address of the calendar")} />}
      <Loaded query={tokens} what={t("The addresses could not be loaded.")}>
        {({ items }) => {
          const made = items.filter(({ scope }) => scope === "calendar");
          return (
            <SectionTable
              title={t("Addresses")} count={made.length} rows={made} rowKey={({ token_id: id }) => id} empty={<Empty>{t("Nobody subscribes to a calendar.")}</Empty>}
              columns={[
                { key: "name", label: t("Who"), width: 200, cell: (one) => <strong>{one.name}</strong> },
                { key: "made", label: t("Made"), width: 160, cell: ({ created_at }) => <Time at={created_at} isRelative /> },
                { key: "used", label: t("Last read"), width: 160, cell: ({ last_used_at }) => (last_used_at === null ? t("never") : <Time at={last_used_at} isRelative />) },
                { key: "do", label: t("Actions"), width: 120, cell: (one) => <Button size="compact-sm" variant="default" aria-label={t("Revoke the address of {name}…", { name: one.name })} onClick={() => { setGone(one); }}>{t("Revoke…")}</Button> },
              ]}
            />
          );
        }}
      </Loaded>
      {gone && (
        <ConfirmDialog title={t("Revoke the address of {name}?", { name: gone.name })} action={t("Revoke it")} run={() => revokeToken(gone.token_id)} done={() => { making.reset(); void again(); }} close={() => { setGone(null); }}>
          {t("Calendars that read it show nothing new from then on.")}
        </ConfirmDialog>
      )}
    </>
  );
}
