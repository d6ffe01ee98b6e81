/** Which drift is chosen: whole CIs, or single changes of them. Pure. */
import type { Decision } from "../../api/baselines";
import type { CIDifference } from "../../api/types";

export interface Chosen {
  uid: string;
  /** An attribute, or the uid of a relationship; empty for the whole CI. */
  what: string;
}

/** What has changed of a CI. */
export function namesOf({ attributes, relationships }: Pick<CIDifference, "attributes" | "relationships">): string[] {
  return [...attributes.map(({ name }) => name), ...relationships.map(({ uid }) => uid)];
}

export function isAmong(chosen: readonly Chosen[], { uid, what }: Chosen): boolean {
  return chosen.some((one) => one.uid === uid && one.what === what);
}

/** With one more, or without it; a whole CI takes the place of its single changes. */
export function withToggled(chosen: readonly Chosen[], toggled: Chosen): Chosen[] {
  if (isAmong(chosen, toggled)) return chosen.filter(({ uid, what }) => uid !== toggled.uid || what !== toggled.what);
  return [...chosen.filter(({ uid }) => uid !== toggled.uid || toggled.what !== ""), toggled];
}

/** As the API takes it. */
export function targetsOf(chosen: readonly Chosen[]): Pick<Decision, "ci_uids" | "changes"> {
  return {
    ci_uids: chosen.filter(({ what }) => what === "").map(({ uid }) => uid),
    changes: chosen.filter(({ what }) => what !== "").map(({ uid, what }) => ({ ci_uid: uid, what })),
  };
}
