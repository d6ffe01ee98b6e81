import { t } from "../../locales/i18n";
import { Forbidden } from "../../shell/Forbidden";
import { useMay } from "../../shell/permissions";
import classes from "../administration/administration.module.css";
import { MailPanel } from "./MailPanel";
import { Notices } from "./Notices";
import { Webhooks } from "./Webhooks";

/** How people and programs are told: mail, webhooks, and what of it is on its way. */
export function NotificationsPage() {
  const mayManage = useMay("admin");
  return (
    <>
      <title>{`${t("Mail and webhooks")} · Plumbline`}</title>
      <h1>{t("Mail and webhooks")}</h1>
      {mayManage ? <div className={classes.stack}><MailPanel /><Webhooks /><Notices /></div> : <div className="panel"><Forbidden permission="admin" /></div>}
    </>
  );
}
