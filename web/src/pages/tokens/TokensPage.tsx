import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { revokeToken, tokensQuery } from "../../api/tokens";
import type { ApiToken } from "../../api/types";
import { Copyable } from "../../components/Copyable";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { Forbidden } from "../../shell/Forbidden";
import { useMay } from "../../shell/permissions";
import classes from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { Expires } from "../administration/Expires";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { ShownOnce } from "../administration/ShownOnce";
import { scopeMeaning } from "./scopes";
import { TokenForm } from "./TokenForm";

interface TableProps {
  tokens: readonly ApiToken[];
  revoke: (token: ApiToken) => void;
}

function TokenTable({ tokens, revoke }: TableProps) {
  if (tokens.length === 0) {
    return <Empty>{t("No program has a token. Create one with the form on this page.")}</Empty>;
  }
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("Name")}</th>
          <th>{t("Scope")}</th>
          <th>{t("Created")}</th>
          <th>{t("Last used")}</th>
          <th>{t("Expires")}</th>
          <th><span className="visuallyhidden">{t("Actions")}</span></th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.token_id}>
            <td><strong>{token.name}</strong></td>
            <td>
              <span className="badge" title={scopeMeaning(token.scope)}>{token.scope}</span>{" "}
              {token.roles.length > 0 && <span className="dim">{t("as {name}", { name: token.roles.join(", ") })}</span>}
            </td>
            <td>
              <Time at={token.created_at} />{" "}
              {token.created_by && <span className="dim">{t("by {name}", { name: token.created_by })}</span>}
            </td>
            <td>{token.last_used_at ? <Time at={token.last_used_at} isRelative /> : <span className="dim">{t("never")}</span>}</td>
            <td><Expires at={token.expires_at} /></td>
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

function HowToUse() {
  const example = `curl -H "Authorization: Bearer $CMDB_TOKEN" ${window.location.origin}/api/v1/cis`;
  return (
    <>
      <div>{t("Keep it in the variable CMDB_TOKEN or in a file that only its program can read. The command line cmdb reads that variable too.")}</div>
      <Copyable text={example} label={t("Example of a call")} />
    </>
  );
}

function Tokens() {
  const tokens = useQuery(tokensQuery);
  const queries = useQueryClient();
  const [made, setMade] = useState<{ name: string; value: string } | null>(null);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: tokensQuery.queryKey });
  };
  return (
    <div className={classes.columns}>
      <div className={classes.stack} {...keeper}>
        {made && (
          <ShownOnce title={t("API token {name}", { name: made.name })} value={made.value} close={() => { setMade(null); }}>
            <HowToUse />
          </ShownOnce>
        )}
        <ResultLine result={result} />
        <div className="panel scroll">
          <Loaded query={tokens} what={t("The API tokens could not be loaded.")}>
            {({ items }) => <TokenTable tokens={items} revoke={setRevoking} />}
          </Loaded>
        </div>
      </div>
      <TokenForm made={(token) => { setMade(token); refresh(); }} />
      {revoking && (
        <ConfirmDialog
          title={t("Revoke the API token {name}?", { name: revoking.name })}
          action={t("Revoke the token")}
          run={() => revokeToken(revoking.token_id)}
          done={() => {
            tell({ state: "up", text: t("{name} is revoked.", { name: revoking.name }) });
            refresh();
          }}
          close={() => { setRevoking(null); }}
        >
          {t("The programs that use it are refused from now on.")}
        </ConfirmDialog>
      )}
    </div>
  );
}

/** How programs get in: tokens are made here, shown once, revoked here. */
export function TokensPage() {
  const mayManage = useMay("admin");
  return (
    <>
      <title>{`${t("API tokens")} · Plumbline`}</title>
      <h1>{t("API tokens")}</h1>
      {mayManage ? <Tokens /> : <div className="panel"><Forbidden permission="admin" /></div>}
    </>
  );
}
