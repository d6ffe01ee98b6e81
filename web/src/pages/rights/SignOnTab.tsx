import { useQuery } from "@tanstack/react-query";

import { offerQuery, signOnQuery } from "../../api/rights";
import { Copyable } from "../../components/Copyable";
import { Empty, Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";

function State() {
  const state = useQuery(signOnQuery);
  return (
    <Loaded query={state} what={t("The state of single sign-on could not be loaded.")}>
      {(found) => (
        <div className={classes.stack}>
          <p className="state" data-state={found.problem ? "down" : "up"} style={{ margin: 0, whiteSpace: "normal" }}>
            <span aria-hidden="true">{found.problem ? "■" : "●"}</span> {found.problem ?? t("The provider answers.")}
          </p>
          <table className="plain">
            <tbody>
              <tr><th scope="row">{t("Provider")}</th><td>{found.name}</td></tr>
              <tr><th scope="row">{t("Issuer")}</th><td>{found.issuer}</td></tr>
              <tr><th scope="row">{t("Client id")}</th><td>{found.client_id}</td></tr>
              <tr><th scope="row">{t("Claim with groups")}</th><td>{found.groups_claim}</td></tr>
              {found.roles.map(({ group, role }) => (
                <tr key={group}><th scope="row">{t("Group {group}", { group })}</th><td><span className="badge">{role}</span></td></tr>
              ))}
            </tbody>
          </table>
          <div>{t("The provider has to know this address of the server:")}</div>
          <Copyable text={found.redirect_uri} label={t("Address to come back to")} />
        </div>
      )}
    </Loaded>
  );
}

/** Log-in at an OpenID provider: how it is set up, and whether the provider answers. */
export function SignOnTab() {
  const offer = useQuery(offerQuery);
  return (
    <div className="panel scroll">
      <Loaded query={offer} what={t("The state of single sign-on could not be loaded.")}>
        {({ is_offered }) => (is_offered ? <State /> : (
          <Empty>{t("No OpenID provider is set up. Set CMDB_OIDC_ISSUER, CMDB_OIDC_CLIENT_ID and CMDB_OIDC_ROLES, and start the server again; the reference describes them.")}</Empty>
        ))}
      </Loaded>
    </div>
  );
}
