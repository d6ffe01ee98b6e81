import { useParams } from "@tanstack/react-router";

import { ImpactOf } from "./ImpactOf";
import { ImpactStart } from "./ImpactStart";

/** What breaks if a CI breaks; without a CI, where to start. */
export function ImpactPage() {
  const { uid }: { uid?: string } = useParams({ strict: false });
  return uid ? <ImpactOf key={uid} uid={uid} /> : <ImpactStart />;
}
