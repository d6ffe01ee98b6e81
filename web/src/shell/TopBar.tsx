import { IconSearch } from "@tabler/icons-react";

import type { Me } from "../api/types";
import { AppLink } from "../components/AppLink";
import { t } from "../locales/i18n";
import { AccountMenu } from "./AccountMenu";
import { DisplayMenu } from "./DisplayMenu";
import { Logo } from "./Logo";
import classes from "./Shell.module.css";

interface Props {
  me: Me;
  openPalette: () => void;
  openSheet: () => void;
}

export function TopBar({ me, openPalette, openSheet }: Props) {
  return (
    <header className={classes.top}>
      <div className="row" style={{ flexWrap: "nowrap" }}>
        <AppLink className={classes.brand} href="/" aria-label={t("Plumbline, to the dashboard")}>
          <Logo /> <span>{t("Plumbline")}</span>
        </AppLink>
        {me.server.environment && <span className={classes.environment}>{me.server.environment}</span>}
      </div>
      <button type="button" className={classes.search} onClick={openPalette} aria-haspopup="dialog">
        <IconSearch size={16} aria-hidden />
        <span className="grow cut">{t("Search name, serial, IP, MAC…")}</span>
        <kbd className={classes.kbd} aria-hidden>/</kbd>
      </button>
      <div className={classes.tools}>
        <DisplayMenu />
        <AccountMenu me={me} openSheet={openSheet} />
      </div>
    </header>
  );
}
