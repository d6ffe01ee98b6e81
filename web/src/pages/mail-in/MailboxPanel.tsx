import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { checkMailbox, type MailIn, mailInQuery, takeMail } from "../../api/mailIn";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useResult } from "../administration/Result";
import { reasonWord } from "./words";

function SetUp({ mail }: { mail: MailIn }) {
  if (!mail.is_on) return <p className="state" data-state="unknown">{`○ ${described(new Error(mail.missing))}`}</p>;
  const proof = mail.proved_by === "" ? t("nobody: they are believed") : mail.proved_by;
  return (
    <table className="plain">
      <tbody>
        <tr><th scope="row">{t("Mailbox")}</th><td style={{ overflowWrap: "anywhere" }}>{`${mail.user}, ${mail.host}:${String(mail.port)} (${mail.tls})`}</td></tr>
        <tr><th scope="row">{t("Mail arrives in")}</th><td>{mail.folder}</td></tr>
        <tr><th scope="row">{t("Folders for what was taken and refused")}</th><td>{`${mail.taken_folder}, ${mail.refused_folder}`}</td></tr>
        <tr><th scope="row">{t("Senders are proved by")}</th><td>{proof}</td></tr>
        <tr><th scope="row">{t("Last look")}</th><td>{mail.looked_at === null ? t("none yet") : <Time at={mail.looked_at} isRelative />}</td></tr>
        <tr><th scope="row">{t("Still waiting then")}</th><td>{mail.waiting}</td></tr>
      </tbody>
    </table>
  );
}

function Week({ mail }: { mail: MailIn }) {
  const refused = mail.refused.map(({ reason, count }) => `${reasonWord(reason)} ${String(count)}`).join(", ");
  return (
    <p>
      {t("In the last 7 days {count} mails were taken.", { count: mail.taken })}{" "}
      {refused === "" ? t("None was refused.") : t("Refused: {refused}.", { refused })}
    </p>
  );
}

function Doing() {
  const queries = useQueryClient();
  const [result, tell] = useResult();
  const checking = useMutation({
    mutationFn: checkMailbox,
    onSuccess: ({ folders }) => {
      const found = folders.map(({ name, mails }) => `${name} ${String(mails)}`).join(", ");
      tell({ state: "up", text: t("The mailbox answers. Mails in its folders: {found}.", { found }) });
    },
  });
  const taking = useMutation({
    mutationFn: takeMail,
    onSuccess: ({ taken, refused }) => { tell({ state: "up", text: t("{taken} taken, {refused} refused.", { taken, refused }) }); },
    onSettled: () => { void queries.invalidateQueries({ queryKey: ["mail-in"] }); },
  });
  const error = checking.error ?? taking.error;
  const run = (next: typeof checking | typeof taking) => {
    checking.reset();
    taking.reset();
    next.mutate();
  };
  return (
    <>
      <div className={classes.actions} style={{ justifyContent: "flex-start" }}>
        <Button size="compact-sm" variant="default" loading={checking.isPending} onClick={() => { run(checking); }}>{t("Check the mailbox")}</Button>
        <Button size="compact-sm" variant="default" loading={taking.isPending} onClick={() => { run(taking); }}>{t("Take mail now")}</Button>
      </div>
      <ErrorLine text={error && described(error)} />
      {!error && <ResultLine result={result} />}
    </>
  );
}

/** How mail in is set up, what came of it within a week, and a look into the mailbox now. */
export function MailboxPanel() {
  const mail = useQuery(mailInQuery);
  return (
    <section className={`panel ${classes.form ?? ""}`} aria-label={t("Mailbox")}>
      <h2>{t("Mailbox")}</h2>
      <p className="dim">{t("An answer to a mail of a record, or a mail that names its number, becomes a comment there; any other opens an incident. Only mail of people is taken whose account has the sender's address.")}</p>
      <Loaded query={mail} what={t("How mail in is set up could not be loaded.")}>
        {(found) => (
          <>
            <SetUp mail={found} />
            {found.is_on && found.error !== "" && <p className="state" data-state="down">{`■ ${found.error}`}</p>}
            <Week mail={found} />
            {found.is_on && <Doing />}
          </>
        )}
      </Loaded>
    </section>
  );
}
