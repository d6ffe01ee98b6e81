import type { Source } from "../api/types";
import classes from "./SourceBadge.module.css";

/** Which data source said it. */
export function SourceBadge({ source }: { source: Source | null | undefined }) {
  if (!source) return <span className="dim">–</span>;
  return (
    <span className={`badge ${classes.source ?? ""}`} title={source.key}>
      {source.kind}
      {source.name && source.name !== source.kind && <span className="dim"> {source.name}</span>}
    </span>
  );
}

export function SourceBadges({ sources }: { sources: readonly Source[] }) {
  return (
    <span className="row">
      {sources.map((source) => (
        <SourceBadge key={source.key} source={source} />
      ))}
    </span>
  );
}

/** The kinds among some sources, for narrow places; the title has the sources themselves. */
export function SourceKinds({ sources }: { sources: readonly Source[] }) {
  if (sources.length === 0) return <span className="dim">–</span>;
  const kinds = [...new Set(sources.map(({ kind }) => kind))];
  return (
    <span title={sources.map(({ key }) => key).join("\n")}>
      {kinds.map((kind) => <span key={kind} className="badge">{kind}</span>)}
    </span>
  );
}
