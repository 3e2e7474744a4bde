/** What a bench found. */
export interface StaffingFigures {
  /** Seeds of what is random in it; empty where nothing is. */
  seeds: number[];
  threads: number;
  /** Goes into the JSON. */
  results: unknown;
  /** Goes into the markdown, below what it was measured on. */
  markdown: string;
}
