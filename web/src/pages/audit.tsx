import { IconClipboardList } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";
import { AuditPage } from "./audit/AuditPage";

export const page: Page = {
  path: "/audit",
  component: AuditPage,
  nav: {
    section: "control", order: 90, label: () => t("Audit log"), icon: IconClipboardList, href: "/audit", permission: "audit",
  },
};
