import { AppLink } from "../components/AppLink";
import { Empty } from "../components/PageState";
import { t } from "../locales/i18n";

export function NotFound() {
  return (
    <>
      <title>{`${t("No such page")} · Plumbline`}</title>
      <h1>{t("No such page")}</h1>
      <div className="panel">
        <Empty action={<AppLink href="/">{t("To the dashboard")}</AppLink>}>
          {t("Nothing is at this address. It may have been mistyped, or the page has moved.")}
        </Empty>
      </div>
    </>
  );
}
