import { IconGauge } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";
import { DashboardPage } from "./dashboard/DashboardPage";

export const page: Page = {
  path: "/",
  component: DashboardPage,
  nav: { section: "overview", order: 10, label: () => t("Dashboard"), icon: IconGauge, href: "/", key: "d" },
};
