import { IconSignature } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/my-acceptances",
  component: lazyRouteComponent(() => import("./acceptances/MinePage"), "MinePage"),
  nav: { order: 1, label: () => t("To accept: what was given to me"), icon: IconSignature, href: "/my-acceptances" },
};
