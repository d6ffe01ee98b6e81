import { formatDateTime, formatExact, formatRelative } from "../locales/format";

interface Props {
  at: string | null | undefined;
  isRelative?: boolean;
}

/** A point in time; the title always has the absolute one. */
export function Time({ at, isRelative = false }: Props) {
  if (!at) return <span className="dim">–</span>;
  return (
    <time dateTime={at} title={formatExact(at)}>
      {isRelative ? formatRelative(at) : formatDateTime(at)}
    </time>
  );
}
