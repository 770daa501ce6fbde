import type { EnvVar } from './envVar.ts';

/** A language of the operator's automatic instrumentation. */
export type Language = 'nodejs' | 'python';

/** What the operator does to a container's environment for one language, save for its init container. */
export interface InjectedRuntime {
  /** The variable that makes the language load the instrumentation. */
  variable: string;
  /** Its value, given the container's own. */
  loading(own: string | undefined): string;
  /** Set where neither container nor Instrumentation says otherwise. */
  defaults: EnvVar[];
}

/** @param registerFile path of the file that starts the automatic instrumentation, for `--require` */
export function nodejs(registerFile: string): InjectedRuntime {
  const require = `--require ${registerFile}`;
  return {
    variable: 'NODE_OPTIONS',
    loading: own => (own ? `${own} ${require}` : require),
    defaults: [],
  };
}

/** @param folder where the operator's packages lie: what its init container copies to /otel-auto-instrumentation-python */
export function python(folder: string): InjectedRuntime {
  const first = `${folder}/opentelemetry/instrumentation/auto_instrumentation`;
  return {
    variable: 'PYTHONPATH',
    loading: own => [first, ...(own ? [own] : []), folder].join(':'),
    defaults: [
      { name: 'OTEL_EXPORTER_OTLP_PROTOCOL', value: 'http/protobuf' },
      { name: 'OTEL_TRACES_EXPORTER', value: 'otlp' },
      { name: 'OTEL_METRICS_EXPORTER', value: 'otlp' },
      { name: 'OTEL_LOGS_EXPORTER', value: 'otlp' },
    ],
  };
}
