import { ActionIcon, Menu } from "@mantine/core";
import { IconKey, IconKeyboard, IconLogout, IconUser } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { logOut } from "../api/session";
import type { Me } from "../api/types";
import { useOpen } from "../components/AppLink";
import { t } from "../locales/i18n";

export function AccountMenu({ me, openSheet }: { me: Me; openSheet: () => void }) {
  const open = useOpen();
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: logOut,
    onSuccess: () => {
      queries.clear();
      open("/login");
    },
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" aria-label={t("Account of {name}", { name: me.username })}>
          <IconUser size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("Signed in as {name}", { name: me.username })}</Menu.Label>
        <Menu.Item leftSection={<IconKey size={16} />} onClick={() => { open("/admin?tab=account"); }}>
          {t("Change password")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openSheet}>
          {t("Keyboard shortcuts")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => { leave.mutate(); }}>
          {t("Log out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
