import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { acceptHostKey, failuresQuery, type FailingTarget } from "../../api/scans";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import type { Result } from "../administration/Result";

interface Props {
  target: FailingTarget;
  tell: (result: Result) => void;
}

/** The key that a device shows instead of the pinned one, and a way to accept it. */
export function HostKey({ target, tell }: Props) {
  const queries = useQueryClient();
  const mayScan = useMay("scan");
  const [isAsking, setAsking] = useState(false);
  const { address, network_scope: scope, host_key: key, is_accepted: isAccepted } = target;
  if (!key) return null;
  if (isAccepted) return <div className="dim">{t("This key is accepted: scan the address again.")}</div>;
  if (!mayScan) return null;
  return (
    <>
      <div>
        <Button variant="default" size="compact-xs" aria-label={t("Accept the key of {address}…", { address })} onClick={() => { setAsking(true); }}>
          {t("Accept the key…")}
        </Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title={t("Accept the new host key of {address}?", { address })}
          action={t("Accept the key")}
          run={async () => { await acceptHostKey(scope, address, key.fingerprint); }}
          done={() => {
            tell({ state: "up", text: t("The key of {address} is accepted: scan it again.", { address }) });
            void queries.invalidateQueries({ queryKey: failuresQuery.queryKey });
          }}
          close={() => { setAsking(false); }}
        >
          <p>{t("It shows {kind} at port {port}:", { kind: key.kind, port: key.port })}</p>
          <p><code style={{ overflowWrap: "anywhere" }}>{key.fingerprint}</code></p>
          <p>{t("Compare it at the device itself; ssh-keygen -l prints the fingerprint of its key. Who accepts the key of another machine sends it the passwords of the scans.")}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
