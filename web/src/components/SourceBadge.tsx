import type { Source } from "../api/types";

/** Which data source said it. */
export function SourceBadge({ source }: { source: Source | null | undefined }) {
  if (!source) return <span className="dim">–</span>;
  return (
    <span className="badge" title={source.key}>
      {source.name && source.name !== source.kind ? `${source.kind} · ${source.name}` : source.kind}
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
