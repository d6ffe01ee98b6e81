import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type Notice, NOTICE_STATES, noticesQuery, type NoticeState, resendNotice, webhooksQuery } from "../../api/notifications";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";

function stateWord(state: NoticeState): string {
  const words: Record<NoticeState, string> = { dead: t("Given up"), waiting: t("Waiting"), sent: t("Sent in the last week") };
  return words[state];
}

interface TableProps {
  notices: readonly Notice[];
  nameOf: (notice: Notice) => string;
  resend: (notice: Notice) => void;
}

function Table({ notices, nameOf, resend }: TableProps) {
  if (notices.length === 0) return <Empty>{t("None.")}</Empty>;
  return (
    <table className="plain">
      <thead><tr><th>{t("To")}</th><th>{t("Of")}</th><th>{t("Made")}</th><th>{t("Next try")}</th><th className="num">{t("Tries")}</th><th>{t("What is wrong")}</th><th><span className="visuallyhidden">{t("Actions")}</span></th></tr></thead>
      <tbody>
        {notices.map((one) => (
          <tr key={one.notice_id}>
            <td>{nameOf(one)} <span className="dim">{one.channel === "mail" ? t("mail") : t("webhook")}</span></td>
            <td>{one.number} <span className="dim">{one.kind.replaceAll("_", " ")}</span></td>
            <td><Time at={one.created_at} isRelative /></td>
            <td>{one.state === "waiting" ? <Time at={one.due_at} isRelative /> : "–"}</td>
            <td className="num">{one.tries}</td>
            <td style={{ overflowWrap: "anywhere" }}>{one.error}</td>
            <td className="num">{one.state === "dead" && <Button size="compact-xs" variant="default" aria-label={t("Send {number} to {name} again", { number: one.number, name: nameOf(one) })} onClick={() => { resend(one); }}>{t("Send again")}</Button>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What waits, was sent, or was given up and can be sent again. */
export function Notices() {
  const [state, setState] = useState<NoticeState>("dead");
  const notices = useQuery(noticesQuery(state));
  const webhooks = useQuery(webhooksQuery).data?.items ?? [];
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const queries = useQueryClient();
  const resending = useMutation({
    mutationFn: resendNotice,
    onSuccess: (after) => {
      tell({ state: "up", text: t("{number} is sent again.", { number: after.number }) });
      void queries.invalidateQueries({ queryKey: ["notifications"] });
    },
  });
  const nameOf = ({ target }: Notice) => webhooks.find(({ webhook_id }) => webhook_id === target)?.name ?? target;
  return (
    <section className={`panel scroll ${classes.form ?? ""}`} aria-label={t("Deliveries")} {...keeper}>
      <h2>{t("Deliveries")}</h2>
      <NativeSelect
        size="xs" label={t("Show")} value={state} data={NOTICE_STATES.map((value) => ({ value, label: stateWord(value) }))} style={{ maxWidth: 330 }}
        onChange={(event) => { setState(NOTICE_STATES.find((one) => one === event.currentTarget.value) ?? "dead"); }}
      />
      <ResultLine result={result} />
      <ErrorLine text={resending.error && described(resending.error)} />
      <Loaded query={notices} what={t("The deliveries could not be loaded.")}>
        {(found) => <Table notices={found} nameOf={nameOf} resend={(one) => { resending.mutate(one); }} />}
      </Loaded>
    </section>
  );
}
