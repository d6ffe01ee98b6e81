import { IconForms } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/record-fields",
  component: lazyRouteComponent(() => import("./record-fields/RecordFieldsPage"), "RecordFieldsPage"),
  nav: { section: "control", order: 84, label: () => t("Fields of records"), icon: IconForms, href: "/record-fields", permission: "admin" },
};
