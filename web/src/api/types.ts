/** Short names for the generated types of the API. */
import type { paths } from "./api.gen";

export type Got<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

export type Me = Got<"/api/v1/me">;
export type Schema = Got<"/api/v1/schema">;
export type CIClass = Schema["classes"][number];
export type CIPage = Got<"/api/v1/cis">;
export type CIRow = CIPage["items"][number];
export type Facet = Got<"/api/v1/cis/facets">["facets"][number];
export type CI = Got<"/api/v1/cis/{uid}">;
export type CIAttribute = CI["attributes"][number];
export type Source = CI["sources"][number];
export type Relationship = Got<"/api/v1/cis/{uid}/relationships">["items"][number];
export type Software = Got<"/api/v1/cis/{uid}/software">["items"][number];
export type Connection = Got<"/api/v1/cis/{uid}/connections">["items"][number];
export type HistoryEvent = Got<"/api/v1/cis/{uid}/history">["items"][number];
export type HistoryChange = HistoryEvent["changes"][number];
export type CIDifference = Got<"/api/v1/cis/{uid}/diff">;
export type QueryField = Got<"/api/v1/queries/fields">["fields"][number];
export type Understood = Got<"/api/v1/queries/parse">;
export type SavedQuery = Got<"/api/v1/queries">["items"][number];
export type SearchHit = Got<"/api/v1/search">["items"][number];
export type DashboardFigures = Got<"/api/v1/dashboard">;
export type Bar = DashboardFigures["by_class"][number];
export type Picture = Got<"/api/v1/impact/{uid}">;
export type PictureNode = Picture["nodes"][number];
export type PictureEdge = Picture["edges"][number];
export type TurningPoint = Got<"/api/v1/impact/{uid}/turning-points">["items"][number];
export type Scenario = Got<"/api/v1/scenarios">["items"][number];
export type ScenarioWanted = Pick<Scenario, "name" | "description" | "is_shared" | "question">;
export type ScenarioChanges = Scenario["question"]["changes"];
export type WhatIfComparison = Got<"/api/v1/scenarios/{scenario_id}/comparison">;
export type AffectedService = Picture["services"][number];
export type Affected = Picture["affected"][number];
export type ExplainingPath = Got<"/api/v1/impact/{uid}/paths">["paths"][number];
export type PathStep = ExplainingPath["steps"][number];
export type Agent = Got<"/api/v1/agents">["items"][number];
export type SectionOutcome = Agent["sections"][number];
export type ParkedPage = Got<"/api/v1/parked">;
export type ParkedItem = ParkedPage["items"][number];
export type ParkedReason = Got<"/api/v1/parked/reasons">["items"][number];
export type SilentSource = Got<"/api/v1/silent-sources">["items"][number];
export type CISource = Got<"/api/v1/cis/{uid}/sources">["items"][number];
export type AgeingStep = NonNullable<SilentSource["next_step"]>;
export type ClassAgeing = Got<"/api/v1/ageing-rules">["items"][number];
export type EnrolmentToken = Got<"/api/v1/enrolment-tokens">["items"][number];
export type ApiToken = Got<"/api/v1/tokens">["items"][number];
export type WhyThisValue = Got<"/api/v1/cis/{uid}/attributes/{attribute}/why">;
export type JudgedClaim = WhyThisValue["claims"][number];
export type CIEdit = Got<"/api/v1/cis/{uid}/edits">["items"][number];
export type Rules = Got<"/api/v1/rules">;
export type Rule = Rules["rules"][number];
export type DataSource = Got<"/api/v1/sources">["items"][number];
export type AttributeConflict =
  paths["/api/v1/cis/{uid}"]["patch"]["responses"]["412"]["content"]["application/problem+json"]["conflicts"][number];
export type RulesDryRun = paths["/api/v1/rules/dry-run"]["post"]["responses"]["200"]["content"]["application/json"];
export type ClassHistory = Got<"/api/v1/history-rules">["items"][number];
export type Baseline = Got<"/api/v1/baselines">["items"][number];
export type DriftPage = Got<"/api/v1/baselines/{uid}/drift">;
export type Drifted = DriftPage["items"][number];
export type User = Got<"/api/v1/users">["items"][number];
export type Team = Got<"/api/v1/teams">["items"][number];
export type Roles = Got<"/api/v1/roles">;
export type Role = Roles["items"][number];
export type Grant = Role["grants"][number];
export type AuditEntry = Got<"/api/v1/audit">["items"][number];
export type DuplicateCase = Got<"/api/v1/duplicates">["items"][number];
export type CasePage = Got<"/api/v1/duplicates">;
export type Candidate = DuplicateCase["left"];
export type Evidence = DuplicateCase["evidence"][number];
export type Comparison = Got<"/api/v1/duplicates/comparison">;
export type IdentityDecision = Got<"/api/v1/duplicates/decisions">["items"][number];
export type IdentityCard = Got<"/api/v1/cis/{uid}/identity">;
export type IdentityRecord = IdentityCard["records"][number];
export type QuarantinedValue = Got<"/api/v1/quarantine">["items"][number];
export type PairDecided =
  paths["/api/v1/duplicates/decisions"]["post"]["responses"]["200"]["content"]["application/json"]["items"][number];
