import { UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import { Forbidden } from "../../shell/Forbidden";
import { useMay } from "../../shell/permissions";
import { RolesTab } from "./RolesTab";
import { SignOnTab } from "./SignOnTab";
import { TeamsTab } from "./TeamsTab";
import { UsersTab } from "./UsersTab";

/** Who may log in, in which teams they are, what their roles allow. */
export function RightsPage() {
  const mayManage = useMay("admin");
  return (
    <>
      <title>{`${t("Users and rights")} · Plumbline`}</title>
      <h1>{t("Users and rights")}</h1>
      {mayManage ? (
        <UrlTabs
          label={t("Users and rights")}
          forgets={["role"]}
          tabs={[
            { value: "users", label: t("Users"), render: () => <UsersTab /> },
            { value: "teams", label: t("Teams"), render: () => <TeamsTab /> },
            { value: "roles", label: t("Roles"), render: () => <RolesTab /> },
            { value: "sign-on", label: t("Single sign-on"), render: () => <SignOnTab /> },
          ]}
        />
      ) : (
        <div className="panel"><Forbidden permission="admin" /></div>
      )}
    </>
  );
}
