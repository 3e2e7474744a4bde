#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { keepHeapsSmall } from './pool/heap.ts';

// Commands start in half the time when what was compiled for an earlier one is read from disk.
enableCompileCache();
keepHeapsSmall();
const { runCli } = await import('./cli/run.ts');

process.exitCode = await runCli(process.argv.slice(2));
