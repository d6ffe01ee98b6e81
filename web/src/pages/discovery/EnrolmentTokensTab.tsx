import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { enrolmentTokensQuery, revokeEnrolmentToken } from "../../api/discovery";
import type { EnrolmentToken } from "../../api/types";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { Forbidden } from "../../shell/Forbidden";
import { useMay } from "../../shell/permissions";
import classes from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { Expires } from "../administration/Expires";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { ShownOnce } from "../administration/ShownOnce";
import { EnrolmentTokenForm, type NewToken } from "./EnrolmentTokenForm";
import { InstallCommand } from "./InstallCommand";

interface TableProps {
  tokens: readonly EnrolmentToken[];
  revoke: (token: EnrolmentToken) => void;
}

function TokenTable({ tokens, revoke }: TableProps) {
  if (tokens.length === 0) {
    return <Empty>{t("No enrolment token is valid, so no new agent gets in. Create one with the form on this page.")}</Empty>;
  }
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("Name")}</th>
          <th>{t("Network scope")}</th>
          <th>{t("Created")}</th>
          <th>{t("Expires")}</th>
          <th className="num">{t("Used")}</th>
          <th><span className="visuallyhidden">{t("Actions")}</span></th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.token_id}>
            <td><strong>{token.name}</strong> {token.kind === "collector" && <span className="badge">{t("collectors")}</span>}</td>
            <td>{token.network_scope}</td>
            <td><Time at={token.created_at} /></td>
            <td><Expires at={token.expires_at} /></td>
            <td className="num">{formatNumber(token.uses)}</td>
            <td className="num">
              <Button
                variant="default" size="compact-xs" onClick={() => { revoke(token); }}
                aria-label={t("Revoke {name}", { name: token.name })}
              >
                {t("Revoke")}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Tokens() {
  const tokens = useQuery(enrolmentTokensQuery);
  const queries = useQueryClient();
  const [made, setMade] = useState<NewToken | null>(null);
  const [revoking, setRevoking] = useState<EnrolmentToken | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: enrolmentTokensQuery.queryKey });
  };
  return (
    <div className={classes.columns}>
      <div className={classes.stack} {...keeper}>
        {made && (
          <ShownOnce
            title={t("Enrolment token {name}", { name: made.name })} value={made.value} close={() => { setMade(null); }}
          >
            <InstallCommand token={made.value} />
          </ShownOnce>
        )}
        <ResultLine result={result} />
        <div className="panel scroll">
          <Loaded query={tokens} what={t("The enrolment tokens could not be loaded.")}>
            {({ items }) => <TokenTable tokens={items} revoke={setRevoking} />}
          </Loaded>
        </div>
      </div>
      <EnrolmentTokenForm made={(token) => { setMade(token); refresh(); }} />
      {revoking && (
        <ConfirmDialog
          title={t("Revoke the enrolment token {name}?", { name: revoking.name })}
          action={t("Revoke the token")}
          run={() => revokeEnrolmentToken(revoking.token_id)}
          done={() => {
            tell({ state: "up", text: t("{name} is revoked.", { name: revoking.name }) });
            refresh();
          }}
          close={() => { setRevoking(null); }}
        >
          {t("No agent gets in with it any more. The agents that it let in stay.")}
        </ConfirmDialog>
      )}
    </div>
  );
}

/** What lets agents in: made here, shown once, revoked here. */
export function EnrolmentTokensTab() {
  const mayManage = useMay("admin");
  return mayManage ? <Tokens /> : <div className="panel"><Forbidden permission="admin" /></div>;
}
