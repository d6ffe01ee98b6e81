import { IconCalendarEvent } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/change-calendar",
  component: lazyRouteComponent(() => import("./changes/CalendarPage"), "CalendarPage"),
  nav: { order: 8, label: () => t("Change calendar"), icon: IconCalendarEvent, href: "/change-calendar" },
};
