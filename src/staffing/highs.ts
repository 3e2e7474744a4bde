import loader, { type Highs, type HighsCallbackMap } from 'highs';

export type { Highs } from 'highs';

/**
 * Loads HiGHS (WebAssembly), to be handed to planners in their `env`. Its types are those of CommonJS, where the loader is
 * a property; as a module, the default export is the loader itself.
 */
export function loadHighs(): Promise<Highs> {
  return (loader as unknown as typeof loader.default)();
}

/** For `Model.run`: ends a solve once asked to. A solve that was ended is not optimal. */
export function endingWhen({ constants }: Highs, stopped: () => boolean): HighsCallbackMap {
  const { simplexInterrupt, ipmInterrupt, mipInterrupt } = constants.callbackType;
  const end = (event: { interrupt(): void }): undefined => {
    if (stopped()) event.interrupt();
  };
  return { [simplexInterrupt]: end, [ipmInterrupt]: end, [mipInterrupt]: end };
}
