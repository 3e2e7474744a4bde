export { detectFormat, type Format } from './detect.ts';
export { OBJECTIVES, type Objective } from './objectives.ts';
export { type ReadOptions, type ReadResult, readRequest } from './read.ts';
export { readSol, type Sol, writeSol } from './sol.ts';
