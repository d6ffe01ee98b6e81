/** What the explaining paths say, made ready to show. Pure. */
import type { ExplainingPath, PathStep } from "../../api/types";

/** The place of the step that rests on the least sure relationship, -1 where all are sure. */
export function weakestStep(steps: readonly PathStep[]): number {
  const confidences = steps.map(({ relationship }) => relationship?.confidence ?? 1);
  const least = Math.min(1, ...confidences);
  return least < 1 ? confidences.indexOf(least) : -1;
}

/** The CIs that a path goes through between its ends. */
export function between(path: ExplainingPath): string[] {
  return path.steps.slice(1, -1).map(({ name }) => name);
}

/** The paths when they lead to or from this CI; paths of another one are still shown while these are fetched. */
export function pathsOf(paths: readonly ExplainingPath[] | undefined, ci: string): readonly ExplainingPath[] {
  const isOf = ({ steps }: ExplainingPath) => steps.at(0)?.uid === ci || steps.at(-1)?.uid === ci;
  return paths?.every(isOf) ? paths : [];
}
