import { IconTemplate } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/templates",
  component: lazyRouteComponent(() => import("./templates/TemplatesPage"), "TemplatesPage"),
  nav: { section: "operate", order: 10, label: () => t("Templates"), icon: IconTemplate, href: "/templates" },
};
