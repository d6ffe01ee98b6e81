import { Button, Radio } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { meQuery } from "../../api/session";
import type { Me } from "../../api/types";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import {
  DENSITIES, densityOf, densityWord, THEMES, themeOf, themeWord, useDensity, useTheme,
} from "../../shell/display";
import { useLogOut } from "../../shell/leave";
import { SingleKeySwitch } from "../../shell/SingleKeySwitch";
import classes from "../administration/administration.module.css";
import { NotificationsForm } from "./NotificationsForm";
import { PasswordForm } from "./PasswordForm";

function Display() {
  const { theme, setTheme } = useTheme();
  const { density, setDensity } = useDensity();
  return (
    <section className={`panel ${classes.form ?? ""}`}>
      <h2>{t("Display")}</h2>
      <Radio.Group label={t("Theme")} value={theme} onChange={(word) => { setTheme(themeOf(word)); }}>
        <div className="row">
          {THEMES.map((one) => <Radio key={one} value={one} label={themeWord(one)} />)}
        </div>
      </Radio.Group>
      <Radio.Group label={t("Density")} value={density} onChange={(word) => { setDensity(densityOf(word)); }}>
        <div className="row">
          {DENSITIES.map((one) => <Radio key={one} value={one} label={densityWord(one)} />)}
        </div>
      </Radio.Group>
      <div className="dim">{t("Kept in your account: the same on every machine.")}</div>
      <h3>{t("Keyboard")}</h3>
      <SingleKeySwitch />
    </section>
  );
}

function Session({ me }: { me: Me }) {
  const leave = useLogOut();
  return (
    <section className={`panel ${classes.form ?? ""}`}>
      <h2>{t("You")}</h2>
      <table className="plain">
        <tbody>
          <tr><th scope="row">{t("User name")}</th><td>{me.username}</td></tr>
          <tr><th scope="row">{t("Roles")}</th><td>{me.roles.join(", ") || "–"}</td></tr>
          <tr><th scope="row">{t("Permissions")}</th><td>{me.permissions.join(", ") || "–"}</td></tr>
        </tbody>
      </table>
      <h3>{t("Sessions")}</h3>
      <div>
        {t("A session ends when you log out, when it is not used for a while, and at the latest after some hours. A new password ends all your other sessions at once.")}
      </div>
      <div>
        <Button variant="default" loading={leave.isPending} onClick={() => { leave.mutate(); }}>{t("Log out")}</Button>
      </div>
    </section>
  );
}

function About({ me }: { me: Me }) {
  const { version, engine } = me.server;
  return (
    <div className="dim">
      {t("Plumbline {version} on {engine} {release}.", { version, engine: engine.name, release: engine.version })}{" "}
      <a href="/THIRD_PARTY.txt">{t("Licences of the parts of these pages")}</a>
    </div>
  );
}

/** One's own account: password, display, keyboard, sessions. */
export function AccountPage() {
  const me = useQuery(meQuery);
  return (
    <>
      <title>{`${t("Account")} · Plumbline`}</title>
      <h1>{t("Account")}</h1>
      <Loaded query={me} what={t("Your account could not be loaded.")}>
        {(known) => (
          <>
            <div className={classes.cards}>
              <PasswordForm username={known.username} />
              <Display />
              <Session me={known} />
              <NotificationsForm />
            </div>
            <About me={known} />
          </>
        )}
      </Loaded>
    </>
  );
}
