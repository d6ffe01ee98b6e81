import { AppLink } from "../components/AppLink";
import { Empty } from "../components/PageState";
import { t } from "../locales/i18n";

export function NotFound() {
  return <Empty action={<AppLink href="/">{t("To the dashboard")}</AppLink>}>{t("There is no such page.")}</Empty>;
}
