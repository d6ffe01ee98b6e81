import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useId, useState } from "react";

import type { Answer, Offer } from "../../api/acceptances";
import { Look } from "../../components/Look";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import records from "../records/records.module.css";
import classes from "./acceptances.module.css";
import { acceptanceLook } from "./words";

interface Props {
  offer: Offer;
  send: (answer: Answer) => Promise<Offer>;
  done: (offer: Offer) => void;
}

/** What somebody was given, the terms, and what they say to them. */
export function OfferPanel({ offer, send, done }: Props) {
  const look = acceptanceLook(offer.state);
  const facts = [
    [t("Number"), offer.number], [t("Asset tag"), offer.asset_tag], [t("Model"), offer.model], [t("Serial number"), offer.serial_number],
    [t("Holder"), offer.holder], [t("Due back"), offer.due_back],
  ] as const;
  return (
    <section className={`panel ${administration.form ?? ""}`} aria-label={offer.title}>
      <h2>{offer.title} {look && <Look look={look} />}</h2>
      <dl className={records.values}>
        {facts.filter(([, value]) => value !== "").map(([label, value]) => <div key={label} style={{ display: "contents" }}><dt>{label}</dt><dd>{value}</dd></div>)}
      </dl>
      {offer.terms && <TermsShown terms={offer.terms} />}
      {offer.state === "waiting" ? <AnswerForm offer={offer} send={send} done={done} /> : <Said offer={offer} />}
    </section>
  );
}

/** A text with its version and what it is known by. */
export function TermsShown({ terms: { name, version, text, fingerprint } }: { terms: NonNullable<Offer["terms"]> }) {
  const label = t("{name}, version {version}", { name, version });
  return (
    <>
      <h3>{label}</h3>
      <p className={classes.text} tabIndex={0} role="group" aria-label={label}>{text}</p>
      <p className="dim" style={{ overflowWrap: "anywhere" }}>{t("Fingerprint (SHA-256) {fingerprint}", { fingerprint })}</p>
    </>
  );
}

function Said({ offer }: { offer: Offer }) {
  if (offer.signed_by === "") return <p>{t("Nothing is asked of you here.")}</p>;
  return (
    <p role="status">
      {offer.state === "accepted" ? t("Accepted and signed by {name}.", { name: offer.signed_by }) : t("Refused by {name}: {reason}", { name: offer.signed_by, reason: offer.reason })}{" "}
      <Time at={offer.answered_at} />
    </p>
  );
}

function AnswerForm({ offer, send, done }: Props) {
  const [name, setName] = useState("");
  const [reason, setReason] = useState("");
  const [isRefusing, refuse] = useState(false);
  const hint = useId();
  const fingerprint = offer.terms?.fingerprint ?? "";
  const answering = useMutation({ mutationFn: () => send({ is_accepted: !isRefusing, name, reason, fingerprint }), onSuccess: done });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    answering.mutate();
  };
  if (!offer.terms) return <p>{t("There are no terms for it any more; nothing is asked of you.")}</p>;
  return (
    <form className={administration.form} onSubmit={submit}>
      <TextInput
        label={t("Your name, as your signature")} required withAsterisk={false} maxLength={200} autoComplete="name" value={name} error={fieldError(answering.error, "name")}
        onChange={({ currentTarget }) => { setName(currentTarget.value); }}
      />
      {isRefusing && (
        <Textarea
          label={t("Why you do not accept it")} required withAsterisk={false} maxLength={2000} autosize minRows={2} data-autofocus autoFocus value={reason} error={fieldError(answering.error, "reason")}
          onChange={({ currentTarget }) => { setReason(currentTarget.value); }}
        />
      )}
      <p id={hint} className="dim">{t("Your name, the time, the version and the fingerprint of the text are kept. It is said once.")}</p>
      <ErrorLine text={otherError(answering.error, ["name", "reason"])} />
      <div className={classes.answers}>
        {isRefusing && <Button type="submit" loading={answering.isPending} aria-describedby={hint}>{t("Refuse it")}</Button>}
        {isRefusing && <Button variant="default" onClick={() => { refuse(false); }}>{t("Back")}</Button>}
        {!isRefusing && <Button type="submit" loading={answering.isPending} aria-describedby={hint}>{t("I have read it and accept")}</Button>}
        {!isRefusing && <Button variant="default" onClick={() => { refuse(true); }}>{t("I do not accept it…")}</Button>}
      </div>
    </form>
  );
}
