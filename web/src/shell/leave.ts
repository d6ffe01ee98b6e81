import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { Problem } from "../api/problem";
import { logOut } from "../api/session";
import { useOpen } from "../components/AppLink";
import { t } from "../locales/i18n";

async function leaveSession(): Promise<void> {
  try {
    await logOut();
  } catch (error) {
    // A session that has ended already is what was asked for.
    if (!(error instanceof Problem && error.status === 401)) throw error;
  }
}

/** Ends the session, forgets what was loaded in it and goes to the login page. */
export function useLogOut() {
  const open = useOpen();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: leaveSession,
    onSuccess: () => {
      open("/login");
      queries.clear();
    },
    onError: (error) => {
      notifications.show({ message: t("You are still logged in: {reason}", { reason: error.message }), color: "red" });
    },
  });
}
