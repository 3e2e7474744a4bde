import loader, { type Highs } from 'highs';

export type { Highs } from 'highs';

/**
 * Loads HiGHS (WebAssembly), to be handed to planners in their `env`. Its types are those of CommonJS, where the loader is
 * a property; as a module, the default export is the loader itself.
 */
export function loadHighs(): Promise<Highs> {
  return (loader as unknown as typeof loader.default)();
}
