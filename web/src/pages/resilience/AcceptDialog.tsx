import { acceptRisk, type SinglePoint } from "../../api/singlePoints";
import { t } from "../../locales/i18n";
import { AcceptRiskDialog } from "../administration/AcceptRiskDialog";

interface Props {
  ci: SinglePoint["ci"];
  done: () => void;
  close: () => void;
}

/** Asks why a risk is accepted, and until when. */
export function AcceptDialog({ ci, done, close }: Props) {
  return (
    <AcceptRiskDialog
      title={t("Accept that {name} is a single point of failure", { name: ci.name })} then={t("Then it is in the report again.")} longest={500}
      accept={(reason, until) => acceptRisk(ci.uid, reason, until)} changes="single points" done={done} close={close}
    />
  );
}
