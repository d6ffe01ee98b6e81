import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { type Credential, credentialsQuery, removeCredential, resetCredential, sealWithNewKey } from "../../../api/credentials";
import { Look } from "../../../components/Look";
import { Empty, Loaded } from "../../../components/PageState";
import { Time } from "../../../components/Time";
import { t } from "../../../locales/i18n";
import { Forbidden } from "../../../shell/Forbidden";
import { useMay } from "../../../shell/permissions";
import shared from "../../administration/administration.module.css";
import { ConfirmDialog } from "../../administration/ConfirmDialog";
import { ResultLine, useFocusKeeper, useResult } from "../../administration/Result";
import { CredentialForm } from "./CredentialForm";
import { TestDialog } from "./TestDialog";

type Asked = { what: "change" | "remove" | "reset" | "test"; credential: Credential } | null;

function Scope({ credential }: { credential: Credential }) {
  const parts = [
    credential.ranges.join(", "),
    ...credential.sites.map((site) => t("site {site}", { site })),
    ...credential.tags.map((tag) => t("tag {tag}", { tag })),
  ].filter((text) => text !== "");
  return parts.length > 0 ? <>{parts.join("; ")}</> : <span className="dim">{t("everything")}</span>;
}

function Standing({ credential }: { credential: Credential }) {
  const { is_stopped: isStopped, failures, last_failure: last } = credential;
  if (!credential.is_openable) {
    return (
      <>
        <Look look={["down", "■", t("Cannot be opened")]} />
        <div className="dim">{t("Its sealing key is missing: put that back, or give the secret anew.")}</div>
      </>
    );
  }
  if (isStopped) {
    return (
      <>
        <Look look={["down", "■", t("Stopped after {failures} refusals", { failures })]} />
        {last && <div className="dim">{last}</div>}
      </>
    );
  }
  if (failures > 0) return <Look look={["degraded", "▲", t("{failures} refusals in a row", { failures })]} title={last ?? ""} />;
  if (credential.last_worked_at) return <><Look look={["up", "●", t("Worked")]} /> <Time at={credential.last_worked_at} isRelative /></>;
  return <span className="dim">{t("not used yet")}</span>;
}

function Row({ credential, mayKeep, ask }: { credential: Credential; mayKeep: boolean; ask: (asked: Asked) => void }) {
  const { name } = credential;
  const button = (what: "change" | "remove" | "reset" | "test", label: string) => (
    <Button variant="default" size="compact-xs" aria-label={`${label}: ${name}`} onClick={() => { ask({ what, credential }); }}>{label}</Button>
  );
  return (
    <tr>
      <td><strong>{name}</strong><div className="dim">{credential.kind_label} {credential.user}</div></td>
      <td><Scope credential={credential} /></td>
      <td className="num">{credential.order}</td>
      <td><Standing credential={credential} /></td>
      <td><Time at={credential.secret_changed_at} isRelative /></td>
      {mayKeep && (
        <td>
          <span className={shared.actions}>
            {credential.is_stopped ? button("reset", t("Reset")) : button("test", t("Test"))}
            {button("change", t("Change"))}
            {button("remove", t("Remove"))}
          </span>
        </td>
      )}
    </tr>
  );
}

function Table({ items, mayKeep, ask }: { items: readonly Credential[]; mayKeep: boolean; ask: (asked: Asked) => void }) {
  if (items.length === 0) return <Empty>{t("No credential is kept: scans find devices, but read none of them.")}</Empty>;
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("Credential")}</th>
          <th scope="col">{t("For")}</th>
          <th scope="col" className="num">{t("Order")}</th>
          <th scope="col">{t("State")}</th>
          <th scope="col">{t("Secret changed")}</th>
          {mayKeep && <th scope="col"><span className="visuallyhidden">{t("Actions")}</span></th>}
        </tr>
      </thead>
      <tbody>{items.map((entry) => <Row key={entry.uid} credential={entry} mayKeep={mayKeep} ask={ask} />)}</tbody>
    </table>
  );
}

/** Asks before a new sealing key takes the place of the old one. */
function NewKeyDialog({ done, close }: { done: (text: string) => void; close: () => void }) {
  const count = useRef(0);
  return (
    <ConfirmDialog
      title={t("Seal all secrets with a new key?")}
      action={t("Make a new key")}
      run={async () => { count.current = (await sealWithNewKey()).count; }}
      done={() => { done(t("A new sealing key is in use; {count, plural, one {# secret is} other {# secrets are}} sealed with it.", { count: count.current })); }}
      close={close}
    >
      {t("Every secret is sealed with the new key, and the old one is forgotten. A backup made before needs the old one: keep a copy of the key file with it.")}
    </ConfirmDialog>
  );
}

interface DialogProps {
  asked: Asked;
  done: (text: string) => void;
  close: () => void;
}

function Dialog({ asked, done, close }: DialogProps) {
  if (asked?.what === "test") return <TestDialog credential={asked.credential} close={close} />;
  if (asked?.what !== "remove" && asked?.what !== "reset") return null;
  const { uid, name } = asked.credential;
  const isRemoval = asked.what === "remove";
  return (
    <ConfirmDialog
      title={isRemoval ? t("Remove {name}?", { name }) : t("Try {name} again?", { name })}
      action={isRemoval ? t("Remove the credential") : t("Reset")}
      run={() => (isRemoval ? removeCredential(uid) : resetCredential(uid))}
      done={() => { done(isRemoval ? t("{name} is forgotten, with its secret.", { name }) : t("{name} is tried again.", { name })); }}
      close={close}
    >
      {isRemoval
        ? t("Its secret is deleted. Scans that needed it find their devices, but read them no more.")
        : t("Make sure first that its secret is right: after as many refusals again the account may be locked.")}
    </ConfirmDialog>
  );
}

/** What scans log in with: kept sealed, tested here, never shown. */
export function CredentialsTab() {
  const credentials = useQuery(credentialsQuery);
  const queries = useQueryClient();
  const [mayRead, mayKeep] = [useMay("read"), useMay("credentials")];
  const [asked, ask] = useState<Asked>(null);
  const [isNewKeyAsked, askNewKey] = useState(false);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const refresh = () => { void queries.invalidateQueries({ queryKey: credentialsQuery.queryKey }); };
  const close = () => {
    // How a test went is said of the credential too.
    if (asked?.what === "test") refresh();
    ask(null);
  };
  const done = (text: string) => {
    tell({ state: "up", text });
    refresh();
  };
  if (!mayRead) return <div className="panel"><Forbidden permission="read" /></div>;
  const changing = asked?.what === "change" ? asked.credential : null;
  return (
    <Loaded query={credentials} what={t("The credentials could not be loaded.")}>
      {({ items, kinds, sites }) => (
        <div className={mayKeep ? shared.columns : shared.stack}>
          <div className={shared.stack} {...keeper}>
            <ResultLine result={result} />
            <div className="panel scroll" tabIndex={0} role="group" aria-label={t("Credentials")}>
              <Table items={items} mayKeep={mayKeep} ask={ask} />
            </div>
            {mayKeep && items.length > 0 && <div><Button variant="default" onClick={() => { askNewKey(true); }}>{t("New sealing key …")}</Button></div>}
          </div>
          {mayKeep && (
            <CredentialForm
              key={changing?.uid ?? "new"} credential={changing} kinds={kinds} sites={sites} close={changing && close}
              saved={(name) => { close(); done(t("{name} is kept.", { name })); }}
            />
          )}
          <Dialog asked={asked} done={done} close={close} />
          {isNewKeyAsked && <NewKeyDialog done={done} close={() => { askNewKey(false); }} />}
        </div>
      )}
    </Loaded>
  );
}
