import type { Frame } from './frame.ts';

/** Sequences of which both tasks are on the route being looked at: their order, and the gaps they ask for. */
export class Sequences {
  private readonly frame: Frame;
  /** Per task of a sequence: its first and last position, on the route looked at last that has it. */
  private readonly firstAt: Int32Array;
  private readonly lastAt: Int32Array;

  constructor(frame: Frame) {
    this.frame = frame;
    this.firstAt = new Int32Array(frame.facts.tasks);
    this.lastAt = new Int32Array(frame.facts.tasks);
  }

  /** Appends their gaps to those of the frame. @returns whether they are in order */
  bind(): boolean {
    const { frame, firstAt, lastAt } = this;
    const { node, count, facts } = frame;
    const { taskOf, isLinked, linksTo, links } = facts;
    for (let i = 0; i < count; i++) {
      const task = taskOf[node[i]!]!;
      if (task >= 0) lastAt[task] = i;
    }
    for (let i = count - 1; i >= 0; i--) {
      const task = taskOf[node[i]!]!;
      if (task >= 0) firstAt[task] = i;
    }
    let inOrder = true;
    for (let i = 0; i < count; i++) {
      const task = taskOf[node[i]!]!;
      if (task < 0 || isLinked[task] === 0 || firstAt[task] !== i) continue;
      for (const link of linksTo[task]!) {
        const { before, minGap_s } = links[link]!;
        const from = this.positionOf(before);
        if (from > i) inOrder = false;
        else if (from >= 0) this.addGap(from, i, minGap_s);
      }
    }
    return inOrder;
  }

  /** The last position of a task on this route, or -1: what is remembered may be of another. */
  private positionOf(task: number): number {
    const { node, count, facts } = this.frame;
    const i = this.lastAt[task]!;
    return i < count && facts.taskOf[node[i]!] === task ? i : -1;
  }

  private addGap(from: number, to: number, seconds: number): void {
    const { frame } = this;
    if (frame.gaps === frame.gapFrom.length) {
      const room = 2 * frame.gaps;
      [frame.gapFrom, frame.gapTo] = [grown(frame.gapFrom, room), grown(frame.gapTo, room)];
      const longer = new Float64Array(room);
      longer.set(frame.gap_s);
      frame.gap_s = longer;
    }
    frame.gapFrom[frame.gaps] = from;
    frame.gapTo[frame.gaps] = to;
    frame.gap_s[frame.gaps++] = seconds;
  }
}

function grown(values: Int32Array, room: number) {
  const longer = new Int32Array(room);
  longer.set(values);
  return longer;
}
