import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { type Mode, MODES, type NoticeKind, saveWishes, type Wishes, wishesQuery } from "../../api/notifications";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine, ResultLine, useResult } from "../administration/Result";

const FIELDS = ["address", "time_zone", "quiet_from", "quiet_until", "digest_at"];

function modeWord(mode: Mode): string {
  const words: Record<Mode, string> = { now: t("At once"), digest: t("In the digest"), never: t("Never") };
  return words[mode];
}

function Kinds({ kinds, change }: { kinds: readonly NoticeKind[]; change: (kinds: NoticeKind[]) => void }) {
  return (
    <table className="plain">
      <thead><tr><th>{t("What happens")}</th><th>{t("I am told")}</th></tr></thead>
      <tbody>
        {kinds.map((kind) => (
          <tr key={kind.name}>
            <td>
              <strong>{kind.label}</strong>
              <div className="dim">{kind.help}{kind.is_urgent && ` ${t("Does not wait for the end of quiet hours.")}`}</div>
            </td>
            <td>
              <NativeSelect
                size="xs" aria-label={kind.label} value={kind.mode}
                data={MODES.map((value) => ({ value, label: modeWord(value) }))}
                onChange={(event) => {
                  const mode = MODES.find((one) => one === event.currentTarget.value) ?? kind.mode;
                  change(kinds.map((one) => (one === kind ? { ...one, mode } : one)));
                }}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Form({ known }: { known: Wishes }) {
  const [wanted, setWanted] = useState(known);
  const [result, tell] = useResult();
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: saveWishes,
    onSuccess: (kept) => {
      setWanted(kept);
      queries.setQueryData(wishesQuery.queryKey, kept);
      tell({ state: "up", text: t("Your notifications are saved.") });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate(wanted);
  };
  const field = (name: "address" | "time_zone" | "quiet_from" | "quiet_until" | "digest_at", label: string) => (
    <TextInput
      label={label} value={wanted[name]} error={fieldError(saving.error, name)} size="xs"
      onChange={(event) => { setWanted({ ...wanted, [name]: event.currentTarget.value }); }}
    />
  );
  return (
    <form className={classes.form} onSubmit={submit}>
      {!known.mail_is_on && <p className="dim">{t("This server sends no mail yet: the operator has to set a mail server. What you save counts from then on.")}</p>}
      {field("address", t("Mail address"))}
      {field("time_zone", t("Time zone"))}
      {field("quiet_from", t("Quiet from (HH:MM)"))}
      {field("quiet_until", t("Quiet until (HH:MM)"))}
      {field("digest_at", t("Daily digest at (HH:MM)"))}
      <Kinds kinds={wanted.kinds} change={(kinds) => { setWanted({ ...wanted, kinds }); }} />
      <ErrorLine text={otherError(saving.error, FIELDS)} />
      {saving.isSuccess && <ResultLine result={result} />}
      <div><Button type="submit" loading={saving.isPending}>{t("Save the notifications")}</Button></div>
    </form>
  );
}

/** What somebody is told of records, where and when. */
export function NotificationsForm() {
  const wishes = useQuery(wishesQuery);
  return (
    <section className="panel" style={{ gridColumn: "1 / -1" }} aria-label={t("Notifications")}>
      <h2>{t("Notifications")}</h2>
      <Loaded query={wishes} what={t("Your notifications could not be loaded.")}>{(known) => <Form known={known} />}</Loaded>
    </section>
  );
}
