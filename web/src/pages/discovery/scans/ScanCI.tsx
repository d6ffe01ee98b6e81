import { Button } from "@mantine/core";
import { IconRadar2 } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";

import { scanNow } from "../../../api/scans";
import type { CI } from "../../../api/types";
import { useOpen } from "../../../components/AppLink";
import { useSchema } from "../../../components/schema";
import { t } from "../../../locales/i18n";
import { useMay } from "../../../shell/permissions";
import { hrefOf } from "../../../shell/search";
import { described } from "../../administration/problems";
import { ErrorLine } from "../../administration/Result";

/** Scans the addresses of a device now, and opens the run; of a past state there is nothing to scan. */
export function ScanCI({ ci, asOf }: { ci: CI; asOf: string }) {
  const mayScan = useMay("scan");
  const open = useOpen();
  const isDevice = useSchema()?.classes.find(({ name }) => name === ci.ci_class)?.family === "device";
  const starting = useMutation({
    mutationFn: () => scanNow({ ci_uid: ci.uid }),
    onSuccess: ({ uid }) => { open(hrefOf("/discovery", { tab: "scans", run: uid })); },
  });
  if (!mayScan || !isDevice || asOf !== "" || ci.status === "retired") return null;
  return (
    <>
      <Button variant="default" leftSection={<IconRadar2 size={16} />} loading={starting.isPending} onClick={() => { starting.mutate(); }}>
        {t("Scan now")}
      </Button>
      <ErrorLine text={starting.error && described(starting.error)} />
    </>
  );
}
