import { t } from "../../locales/i18n";
import { Forbidden } from "../../shell/Forbidden";
import { useMay } from "../../shell/permissions";
import classes from "../administration/administration.module.css";
import { Arrivals } from "./Arrivals";
import { MailboxPanel } from "./MailboxPanel";

/** Mail that becomes comments on records and incidents: how it is set up, what was taken, what was refused and why. */
export function MailInPage() {
  const mayManage = useMay("admin");
  return (
    <>
      <title>{`${t("Mail in")} · Plumbline`}</title>
      <h1>{t("Mail in")}</h1>
      {mayManage ? <div className={classes.stack}><MailboxPanel /><Arrivals /></div> : <div className="panel"><Forbidden permission="admin" /></div>}
    </>
  );
}
