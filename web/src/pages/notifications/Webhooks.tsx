import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { removeWebhook, rotateSecret, testWebhook, type Webhook, webhooksQuery } from "../../api/notifications";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { described } from "../administration/problems";
import { ErrorLine, type Result, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { ShownOnce } from "../administration/ShownOnce";
import { WebhookDialog } from "./WebhookDialog";

type Doing = "change" | "test" | "secret" | "remove";
type Open = { kind: "none" } | { kind: "edit"; webhook: Webhook | null } | { kind: "secret" | "remove"; webhook: Webhook };

function all(names: readonly string[]): string {
  return names.length === 0 ? t("all") : names.join(", ").replaceAll("_", " ");
}

function Actions({ webhook, act }: { webhook: Webhook; act: (what: Doing, webhook: Webhook) => void }) {
  const { name } = webhook;
  const ways: readonly [Doing, string, string][] = [
    ["test", t("Test"), t("Test {name}", { name })],
    ["change", t("Change…"), t("Change {name}", { name })],
    ["secret", t("New secret…"), t("New secret of {name}", { name })],
    ["remove", t("Remove…"), t("Remove {name}", { name })],
  ];
  return (
    <div className="row">
      {ways.map(([what, word, label]) => <Button key={what} size="compact-xs" variant="default" aria-label={label} onClick={() => { act(what, webhook); }}>{word}</Button>)}
    </div>
  );
}

function Table({ webhooks, act }: { webhooks: readonly Webhook[]; act: (what: Doing, webhook: Webhook) => void }) {
  if (webhooks.length === 0) return <Empty>{t("No program is told of records. Add one: a chat, a pager, a ticket system of a partner.")}</Empty>;
  return (
    <table className="plain">
      <thead><tr><th>{t("Name")}</th><th>{t("Told of")}</th><th>{t("Secret of")}</th><th>{t("State")}</th><th>{t("Actions")}</th></tr></thead>
      <tbody>
        {webhooks.map((one) => (
          <tr key={one.webhook_id}>
            <td><strong>{one.name}</strong><div className="dim" style={{ overflowWrap: "anywhere" }}>{one.url}</div></td>
            <td>{all(one.types)}; {all(one.kinds)}</td>
            <td><Time at={one.secret_at} isRelative /></td>
            <td><span className="state" data-state={one.is_on ? "up" : "unknown"}>{one.is_on ? `● ${t("on")}` : `○ ${t("off")}`}</span></td>
            <td><Actions webhook={one} act={act} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function answered(webhook: Webhook, { is_taken, status, said, error, milliseconds }: Awaited<ReturnType<typeof testWebhook>>): Result {
  const { name } = webhook;
  if (status === 0) return { state: "down", text: t("{name}: {error}", { name, error }) };
  const text = t("{name} answered {status} in {milliseconds} ms. {said}", { name, status, milliseconds, said });
  return { state: is_taken ? "up" : "down", text };
}

/** The programs that are told of records by signed requests. */
export function Webhooks() {
  const webhooks = useQuery(webhooksQuery);
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>({ kind: "none" });
  const [shown, setShown] = useState<{ name: string; secret: string } | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const close = () => { setOpen({ kind: "none" }); };
  const refresh = () => { void queries.invalidateQueries({ queryKey: webhooksQuery.queryKey }); };
  const testing = useMutation({ mutationFn: testWebhook, onSuccess: (answer, webhook) => { tell(answered(webhook, answer)); } });
  const act = (what: Doing, webhook: Webhook) => {
    if (what === "test") testing.mutate(webhook);
    else setOpen(what === "change" ? { kind: "edit", webhook } : { kind: what, webhook });
  };
  const saved = (name: string, secret: string | null) => {
    close();
    refresh();
    if (secret !== null) setShown({ name, secret });
    tell({ state: "up", text: t("{name} is saved.", { name }) });
  };
  return (
    <section className={`panel scroll ${classes.form ?? ""}`} aria-label={t("Webhooks")} {...keeper}>
      <h2>{t("Webhooks")}</h2>
      <p className="dim">{t("Signed after the Standard Webhooks specification, CloudEvents 1.0 in JSON. What a receiver does not take is tried again for three and a half days.")}</p>
      {shown && <ShownOnce title={t("Secret of {name}", { name: shown.name })} value={shown.secret} close={() => { setShown(null); }} />}
      <ResultLine result={result} />
      <ErrorLine text={testing.error && described(testing.error)} />
      <Loaded query={webhooks} what={t("The webhooks could not be loaded.")}>{({ items }) => <Table webhooks={items} act={act} />}</Loaded>
      <div><Button size="compact-sm" variant="default" onClick={() => { setOpen({ kind: "edit", webhook: null }); }}>{t("New webhook…")}</Button></div>
      {open.kind === "edit" && <WebhookDialog webhook={open.webhook} targets={webhooks.data?.targets ?? []} done={saved} close={close} />}
      {open.kind === "remove" && (
        <ConfirmDialog title={t("Remove {name}?", { name: open.webhook.name })} action={t("Remove")} run={() => removeWebhook(open.webhook)} done={() => { tell({ state: "up", text: t("It is removed.") }); refresh(); }} close={close}>
          {t("It is told nothing any more; what waits for it is given up.")}
        </ConfirmDialog>
      )}
      {open.kind === "secret" && (
        <ConfirmDialog
          title={t("Another secret for {name}?", { name: open.webhook.name })} action={t("Make another secret")}
          run={async () => { setShown({ name: open.webhook.name, secret: (await rotateSecret(open.webhook)).secret }); }} done={refresh} close={close}
        >
          {t("The one there is signs nothing from that moment on: have the receiver know the new one.")}
        </ConfirmDialog>
      )}
    </section>
  );
}
