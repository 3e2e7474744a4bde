import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { readReport } from '../quality/read.ts';
import { writeCurves } from './write.ts';

export function curvesCommand(): Command {
  return new Command('curves')
    .description('draws reports of quality again as SVG: mean gap over time; several reports into one picture')
    .argument('<reports...>', 'JSON that quality wrote')
    .option('--out <name>', 'path of the pictures without .svg (default: beside the first report, under its name)')
    .action((files: string[], { out }: { out?: string }) => {
      const target = resolve(out ?? files[0]!.replace(/\.json$/, ''));
      const written = writeCurves(files.map(readReport), dirname(target), basename(target));
      if (written.length === 0)
        throw new Error('None of the searches has a curve: vehicles come first, or time was no limit');
      for (const file of written) console.log(join(dirname(target), file));
    });
}
