import type { RecordDetail } from "../../api/records";
import { AppLink } from "../../components/AppLink";
import { t } from "../../locales/i18n";
import { AcceptancePanel } from "../assets/AcceptancePanel";
import { Custody } from "../assets/Custody";
import { Worth } from "../assets/Worth";
import { OrderPanel } from "../orders/OrderPanel";
import { Whereabouts } from "../racks/Whereabouts";
import { StockLevels } from "../stockrooms/StockLevels";
import { CountPanel } from "../stocktakes/CountPanel";
import { ContractTerms } from "./ContractTerms";

/** What records of what is owned have beside their fields. */
export function OfAsset({ record, changed }: { record: RecordDetail; changed: (record: RecordDetail, said: string) => void }) {
  const { type, number } = record;
  if (type === "order") return <OrderPanel record={record} />;
  if (type === "stocktake") return <CountPanel record={record} changed={changed} />;
  if (type === "contract") return <ContractTerms record={record} />;
  const label = <p><AppLink href={`/labels?number=${number}`}>{t("Print its label")}</AppLink></p>;
  if (type === "stockroom") return <>{label}<StockLevels number={number} /></>;
  return type === "asset" ? <>{label}{record.affects.map(({ uid }) => <Whereabouts key={uid} uid={uid} />)}<AcceptancePanel record={record} /><Worth record={record} /><Custody record={record} /></> : null;
}
