import type { ReactNode } from "react";

import { Copyable } from "../../components/Copyable";
import { t } from "../../locales/i18n";
import classes from "./Discovery.module.css";

const PLACE = "plumbline-agent";
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function Step({ label, command, children }: { label: string; command: string; children?: ReactNode }) {
  return (
    <li>
      <div className={classes.step}>{label}</div>
      <Copyable text={command} label={label} />
      {children}
    </li>
  );
}

/** Agents send no secret in the clear, except to their own machine. */
function PlainAddress() {
  const { protocol, hostname } = window.location;
  if (protocol === "https:") return null;
  return (
    <p className="dim">
      {LOOPBACK.test(hostname)
        ? t("This address reaches the server from this machine only. Elsewhere, give the https:// address of the server.")
        : t("Agents refuse http:// addresses of other machines. Give the https:// address of the server.")}
    </p>
  );
}

/** How to put an agent on a machine. A token goes through the environment, where process lists do not show it. */
export function InstallCommand({ token }: { token?: string }) {
  const agent = `${PLACE}/bin/discovery-agent`;
  const enrol = `${agent} enrol --server ${window.location.origin}`;
  return (
    <>
      <ol className={classes.steps}>
        <Step
          label={t("Install the agent, with Python 3.11 or newer")}
          command={`python3 -m venv ${PLACE} && ${PLACE}/bin/pip install 'plumbline[agent]'`}
        />
        <Step
          label={t("Enrol it")}
          command={token === undefined ? enrol : `DISCOVERY_AGENT_ENROLMENT_TOKEN='${token}' ${enrol}`}
        >
          {token === undefined && (
            <p className="dim">
              {t("It asks for the enrolment token. Without a terminal, give it in DISCOVERY_AGENT_ENROLMENT_TOKEN or with --enrolment-token-file.")}
            </p>
          )}
        </Step>
        <Step label={t("Report now, and again every 15 minutes")} command={`${agent} run`}>
          <p className="dim">
            {t("As root it also reads serial numbers and the programs and connections of other users; otherwise the report says what is missing.")}
          </p>
        </Step>
      </ol>
      <PlainAddress />
    </>
  );
}
