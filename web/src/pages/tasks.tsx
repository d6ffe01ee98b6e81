import { IconChecklist } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/tasks",
  component: lazyRouteComponent(() => import("./tasks/TasksPage"), "TasksPage"),
  nav: { section: "operate", order: 8, label: () => t("Tasks"), icon: IconChecklist, href: "/tasks" },
};
