import type { Stop, StopReason } from './types.ts';

/** Why a run was aborted: a stop that was not answered in time, or another run has taken the job over. */
export type AbortReason = StopReason | 'lock_lost';

/** After aborting, how long a handler may take to return before its run goes on without it, ms. */
const ABANDON_MS = 2_000;

/** The two stages of stopping one run: ask (`request`), then after a grace abort. Losing the claim aborts at once. */
export class RunControl {
  readonly stop: Stop;
  #reason: StopReason | undefined;
  #abortReason: AbortReason | undefined;
  readonly #callbacks: ((reason: StopReason) => void)[] = [];
  readonly #abort = new AbortController();
  readonly #requested = new AbortController();
  readonly #leaving = new AbortController();
  readonly #abandoned = Promise.withResolvers<never>();
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    const self = this;
    this.stop = {
      get requested() {
        return self.#reason !== undefined;
      },
      get reason() {
        return self.#reason;
      },
      onRequest(callback) {
        if (self.#reason === undefined) self.#callbacks.push(callback);
        else callback(self.#reason);
      },
    };
    // Nobody may be waiting for it when it rejects.
    this.#abandoned.promise.catch(() => undefined);
  }

  /** Second stage, for the handler. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Aborts as soon as waiting makes no sense: the worker shuts down, or the claim is lost. */
  get leaving(): AbortSignal {
    return this.#leaving.signal;
  }

  /** Aborts as soon as the run need not begin any more: on the first request, too. */
  get unwanted(): AbortSignal {
    return AbortSignal.any([this.#requested.signal, this.leaving]);
  }

  get abortReason(): AbortReason | undefined {
    return this.#abortReason;
  }

  get lost(): boolean {
    return this.#abortReason === 'lock_lost';
  }

  /** Rejects when an aborted handler has not returned for ABANDON_MS. */
  get abandoned(): Promise<never> {
    return this.#abandoned.promise;
  }

  /** First stage. Only the first request counts; a shutdown still keeps the run from waiting for anything. */
  request(reason: StopReason, grace_ms: number): void {
    if (reason === 'shutdown') this.#leaving.abort(new Error('shutdown'));
    if (this.#reason !== undefined || this.signal.aborted) return;
    this.#reason = reason;
    this.#requested.abort(new Error(reason));
    this.#timer = setTimeout(() => this.abort(reason), grace_ms);
    for (const callback of this.#callbacks) callback(reason);
  }

  /** Second stage. */
  abort(reason: AbortReason): void {
    if (this.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#abortReason = reason;
    this.#abort.abort(new Error(reason));
    if (reason === 'lock_lost') this.#leaving.abort(new Error(reason));
    this.#timer = setTimeout(() => this.#abandoned.reject(new Error('the handler did not return')), ABANDON_MS);
  }

  /** Ends the stages: called when the handler has returned. */
  settled(): void {
    clearTimeout(this.#timer);
  }
}
