import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { type Credential, testCredential } from "../../../api/credentials";
import { collectorsQuery, runQuery, targetsQuery } from "../../../api/scans";
import { Dialog } from "../../../components/Dialog";
import { t } from "../../../locales/i18n";
import shared from "../../administration/administration.module.css";
import { described, fieldError, otherError } from "../../administration/problems";
import { ErrorLine } from "../../administration/Result";
import { Attempts } from "../scans/Attempts";

/** The answer of the device, as soon as a collector has it. */
function TestAnswer({ uid }: { uid: string }) {
  const run = useQuery(runQuery(uid));
  // A run that somebody cancels is over too.
  const isRunning = run.data === undefined || run.data.state === "running";
  const targets = useQuery(targetsQuery(uid, "", 1, isRunning));
  const attempts = targets.data?.items[0]?.attempts ?? [];
  const failed = run.error ?? targets.error;
  if (failed) return <ErrorLine text={described(failed)} />;
  const isAwaited = isRunning || targets.isPending || targets.isPlaceholderData;
  if (isAwaited || attempts.length === 0) {
    return (
      <p role="status" className="dim">
        {isAwaited ? t("A collector is asked; this takes some seconds.") : t("The collector told nothing of this address.")}
      </p>
    );
  }
  return <div role="status"><Attempts attempts={attempts} label={t("What the device answered")} /></div>;
}

/** Tries a credential at an address and shows the exact answer. */
export function TestDialog({ credential, close }: { credential: Credential; close: () => void }) {
  const [address, setAddress] = useState("");
  const [scope, setScope] = useState("default");
  const scopes = useQuery(collectorsQuery).data?.network_scopes ?? [];
  const testing = useMutation({ mutationFn: () => testCredential(credential.uid, address.trim(), scope) });
  const { error } = testing;
  const submit = (event: SubmitEvent) => { event.preventDefault(); testing.mutate(); };
  return (
    <Dialog title={t("Test {name}", { name: credential.name })} isWide close={close}>
      <form className={shared.form} onSubmit={submit}>
        <TextInput
          label={t("Address")} description={t("A device that should accept it; a collector tries it there once.")} required
          withAsterisk={false} data-autofocus value={address} error={fieldError(error, "ranges") ?? fieldError(error, "address")}
          onChange={(event) => { setAddress(event.currentTarget.value); }}
        />
        {scopes.length > 1 && (
          <NativeSelect
            size="xs" label={t("Network scope")} data={scopes.map(({ name }) => name)} value={scope}
            onChange={(event) => { setScope(event.currentTarget.value); }}
          />
        )}
        <ErrorLine text={otherError(error, ["ranges", "address"])} />
        <div className={shared.actions}>
          <Button variant="default" onClick={close}>{t("Close")}</Button>
          <Button type="submit" loading={testing.isPending}>{t("Test")}</Button>
        </div>
        {testing.data && <TestAnswer key={testing.data.uid} uid={testing.data.uid} />}
      </form>
    </Dialog>
  );
}
