import { t } from "../../locales/i18n";
import { ServicesTab } from "./ServicesTab";

/** Services and what each consists of. */
export function ServicesPage() {
  return (
    <>
      <title>{`${t("Services")} · Plumbline`}</title>
      <h1>{t("Services")}</h1>
      <ServicesTab />
    </>
  );
}
