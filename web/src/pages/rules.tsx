import { IconScale } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";
import { RulesPage } from "./rules/RulesPage";

export const page: Page = {
  path: "/rules",
  component: RulesPage,
  nav: { section: "control", order: 70, label: () => t("Rules and sources"), icon: IconScale, href: "/rules", permission: "admin" },
};
