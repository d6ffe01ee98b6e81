import { acceptVulnerability } from "../../api/vulnerabilities";
import { t } from "../../locales/i18n";
import { AcceptRiskDialog } from "../administration/AcceptRiskDialog";

interface Props {
  cve: string;
  done: () => void;
  close: () => void;
}

/** Asks why the risk of a vulnerability is accepted, and until when. */
export function AcceptDialog({ cve, done, close }: Props) {
  return (
    <AcceptRiskDialog
      title={t("Accept the risk of {cve}", { cve })} then={t("Then it counts again.")} longest={1000}
      accept={(reason, until) => acceptVulnerability(cve, reason, until)} changes="vulnerabilities" done={done} close={close}
    />
  );
}
