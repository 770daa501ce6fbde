import { Worker } from 'node:worker_threads';
import { InputError } from '@backstage/errors';
import { FewAtOnce } from '../time/fewAtOnce';

/** What a thread of its own does with a repository's YAML. As text: it is the same in TypeScript and in what is published. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { parseAllDocuments } = require(workerData.yaml);
let left = workerData.documents;
const documentsOf = ({ what, text }) => {
  try {
    const documents = parseAllDocuments(text);
    left -= documents.length;
    if (left < 0) throw new Error('there are more than ' + workerData.documents + ' documents');
    const broken = documents.find(({ errors }) => errors.length > 0);
    if (broken) throw broken.errors[0];
    return documents.map(document => document.toJS());
  } catch ({ message }) {
    throw new Error(what + ' is no valid YAML: ' + message);
  }
};
try {
  const json = JSON.stringify(workerData.texts.map(documentsOf));
  // Aliases are a text's own way to be larger than it is.
  if (json.length > workerData.json) throw new Error('The aliases in its YAML make too much of it.');
  parentPort.postMessage({ json });
} catch ({ message }) {
  parentPort.postMessage({ problem: String(message) });
}
`;

/** Megabytes of memory for what is parsed at once: hundreds of times its size. */
const memory = 256;
/** Milliseconds for it. */
const patience = 15_000;
/** Characters of what it stands for, as JSON. */
const json = 4 * 1024 * 1024;
/** Repositories whose files are parsed at the same time. */
const few = new FewAtOnce(2);

/** A file of a repository. */
interface Text {
  /** Whose words they are, as a sentence begins. */
  what: string;
  text: string;
}

/**
 * The documents of each file that a repository says is YAML, empty ones as null. A parser takes seconds and a lot of memory
 * for what is made for that, while nobody else is served: so it runs in a thread of its own, whose end harms nobody. How long
 * the texts are is the caller's to bound.
 * @param documents - all of them together have at most so many
 * @throws InputError that says what is not taken
 */
export async function parseRepositoryYaml(
  texts: readonly Text[],
  documents: number,
): Promise<unknown[][]> {
  const yaml = require.resolve('yaml');
  const found = await few.run(() => inThread({ texts, documents, json, yaml }));
  if (found.json !== undefined) return JSON.parse(found.json);
  throw new InputError(found.problem?.slice(0, 500));
}

interface Found {
  json?: string;
  problem?: string;
}

function inThread(workerData: object): Promise<Found> {
  return new Promise(resolve => {
    const worker = new Worker(program, {
      eval: true,
      workerData,
      // Nothing of the portal's own: neither what it was started with nor what it knows.
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memory },
    });
    const end = (found: Found) => {
      clearTimeout(timer);
      resolve(found);
      void worker.terminate();
    };
    const timer = setTimeout(
      () => end({ problem: `The repository's YAML was not read within ${patience / 1000} s.` }),
      patience,
    );
    worker
      .once('message', end)
      .once('error', () =>
        end({ problem: `The repository's YAML takes more than ${memory} MB to be read.` }),
      )
      .once('exit', () => end({ problem: "The repository's YAML could not be read." }));
  });
}
