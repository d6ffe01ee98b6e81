import { t } from "../../locales/i18n";

/** Why a log-in at the provider failed: the address of the page names the reason, never its text. */
export function signOnProblem(code: string): string {
  switch (code) {
    case "oidc_unreachable":
      return t("The identity provider does not answer. Try again later, or log in with a password here.");
    case "oidc_issuer":
      return t("The identity provider is not the one that is set up here. An administrator has to compare CMDB_OIDC_ISSUER.");
    case "oidc_audience":
      return t("The identity provider's answer is meant for another application. An administrator has to compare CMDB_OIDC_CLIENT_ID.");
    case "oidc_clock":
      return t("The identity provider's answer has expired or is not valid yet. An administrator has to compare the clocks of both machines.");
    case "oidc_signature":
      return t("The identity provider's answer is not signed with its key. Do not try again before an administrator has looked at it.");
    case "oidc_no_role":
      return t("You are known, but none of your groups gives a role here. An administrator can give you one.");
    case "oidc_name_taken":
      return t("Your user name belongs to another account here. An administrator can solve that.");
    case "oidc_state":
      return t("This log-in was begun in another browser or too long ago. Begin again.");
    default:
      return t("The identity provider refused the log-in. Ask who administers it.");
  }
}

/** Where to go after signing in: only addresses of this application. Browsers drop control characters from others. */
export function safeNext(next: string): string {
  return /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next) ? next : "/";
}
