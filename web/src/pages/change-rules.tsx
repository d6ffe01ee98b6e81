import { IconCalendarOff } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/change-rules",
  component: lazyRouteComponent(() => import("./changes/RulesPage"), "ChangeRulesPage"),
  nav: { order: 9, label: () => t("Rules of changes"), icon: IconCalendarOff, href: "/change-rules" },
};
