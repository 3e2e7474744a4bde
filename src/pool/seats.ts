interface Waiting {
  count: number;
  grant(granted: boolean): void;
}

/** Counts free threads and grants several at once, first come first served. */
export class Seats {
  private left: number;
  private readonly maxWaiting: number;
  private readonly waiting: Waiting[] = [];

  constructor(seats: number, maxWaiting: number) {
    this.left = seats;
    this.maxWaiting = maxWaiting;
  }

  /** Resolves to true once `count` seats are taken; to false where too many wait already, or on abort. */
  take(count: number, signal?: AbortSignal): Promise<boolean> {
    if (signal?.aborted) return Promise.resolve(false);
    if (this.waiting.length === 0 && this.left >= count) {
      this.left -= count;
      return Promise.resolve(true);
    }
    if (this.waiting.length >= this.maxWaiting) return Promise.resolve(false);
    return new Promise((resolve) => {
      const leave = () => {
        const at = this.waiting.indexOf(item);
        if (at < 0) return;
        this.waiting.splice(at, 1);
        resolve(false);
        this.next();
      };
      const grant = (granted: boolean) => {
        signal?.removeEventListener('abort', leave);
        resolve(granted);
      };
      const item: Waiting = { count, grant };
      this.waiting.push(item);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  free(count: number): void {
    this.left += count;
    this.next();
  }

  private next(): void {
    for (let first = this.waiting[0]; first !== undefined && first.count <= this.left; first = this.waiting[0]) {
      this.waiting.shift();
      this.left -= first.count;
      first.grant(true);
    }
  }
}
