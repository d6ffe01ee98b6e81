import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { type Mail, mailQuery, testMail } from "../../api/notifications";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described, fieldError, otherError } from "../administration/problems";
import { ErrorLine, ResultLine, useResult } from "../administration/Result";

function SetUp({ mail }: { mail: Mail }) {
  if (!mail.is_on) return <p className="state" data-state="unknown">{`○ ${described(new Error(mail.missing))}`}</p>;
  const domains = mail.domains === "" ? t("any") : mail.domains;
  return (
    <table className="plain">
      <tbody>
        <tr><th scope="row">{t("Mail server")}</th><td>{`${mail.host}:${String(mail.port)} (${mail.tls})`}</td></tr>
        <tr><th scope="row">{t("Sender")}</th><td>{mail.sender}</td></tr>
        <tr><th scope="row">{t("User")}</th><td>{mail.user === "" ? t("none") : mail.user}</td></tr>
        <tr><th scope="row">{t("Domains that mail may go to")}</th><td>{domains}</td></tr>
        <tr><th scope="row">{t("Links lead to")}</th><td>{mail.url}</td></tr>
      </tbody>
    </table>
  );
}

function Trial() {
  const [address, setAddress] = useState("");
  const [result, tell] = useResult();
  const sending = useMutation({
    mutationFn: testMail,
    onSuccess: (_, to) => { tell({ state: "up", text: t("The mail server took a test for {to}.", { to }) }); },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    sending.mutate(address);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        size="xs" type="email" label={t("Send a test to")} required withAsterisk={false} value={address} error={fieldError(sending.error, "address")}
        onChange={(event) => { setAddress(event.currentTarget.value); }} style={{ maxWidth: 330 }}
      />
      <ErrorLine text={otherError(sending.error, ["address"])} />
      {sending.isSuccess && <ResultLine result={result} />}
      <div><Button type="submit" variant="default" loading={sending.isPending}>{t("Send the test")}</Button></div>
    </form>
  );
}

function Counts({ counts }: { counts: Mail["counts"] }) {
  return (
    <table className="plain">
      <thead><tr><th>{t("Way")}</th><th className="num">{t("Waiting")}</th><th className="num">{t("Sent in a week")}</th><th className="num">{t("Given up")}</th></tr></thead>
      <tbody>
        {counts.map(({ channel, waiting, sent, dead }) => (
          <tr key={channel}>
            <th scope="row">{channel === "mail" ? t("Mail") : t("Webhooks")}</th>
            <td className="num">{waiting}</td><td className="num">{sent}</td><td className="num">{dead}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How mail is set up, a test of it, and how much is on its way. */
export function MailPanel() {
  const mail = useQuery(mailQuery);
  return (
    <section className={`panel ${classes.form ?? ""}`} aria-label={t("Mail")}>
      <h2>{t("Mail")}</h2>
      <Loaded query={mail} what={t("How mail is set up could not be loaded.")}>
        {(found) => <><SetUp mail={found} />{found.is_on && <Trial />}<Counts counts={found.counts} /></>}
      </Loaded>
    </section>
  );
}
