/** RFC 9457 problems of the server as errors. */

export interface FieldError {
  field: string;
  value: string;
  message: string;
  remedy: string | null;
  /** In a longer text: the first character at fault and how many they are. */
  position?: number | null;
  length?: number | null;
}

interface ProblemBody {
  title?: string;
  detail?: string | null;
  code?: string;
  request_id?: string | null;
  errors?: FieldError[];
}

/** The server refused: what, why and which fields. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly body: ProblemBody,
  ) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
  }

  get requestId(): string | null {
    return this.body.request_id ?? null;
  }

  get fields(): FieldError[] {
    return this.body.errors ?? [];
  }
}

/** Nothing answered at all. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("The server cannot be reached.", { cause });
  }
}

/** The problem that a failed answer describes. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    return new Problem(response.status, JSON.parse(text) as ProblemBody);
  } catch {
    return new Problem(response.status, { title: response.statusText });
  }
}

/** Whether an error is the server's word that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Problem && error.status === 404;
}
