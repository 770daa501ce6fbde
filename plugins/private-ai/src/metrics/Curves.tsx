import { AxisBottom, AxisLeft } from '@visx/axis';
import { scaleLinear, scaleTime } from '@visx/scale';
import { LinePath } from '@visx/shape';
import type { AppMetrics, MetricPanel } from '@private-ai/plugin-private-ai-common';
import styles from './metrics.module.css';
import { ceiling, segments } from './segments';
import { useFigures } from './useFigures';
import { usePanelTexts } from './usePanelTexts';
import { useWidth } from './useWidth';

const height = 168;
const margin = { top: 8, right: 28, bottom: 24, left: 56 };
/** Beside its colour each curve has a stroke of its own. */
const strokes = ['', '6 3', '2 3', '8 3 2 3'];
const tickLabel = { fill: 'var(--bui-fg-secondary)', fontSize: 11, fontFamily: 'inherit' };

/** A panel's series as curves over the whole range, from zero. */
export function Curves({
  panel,
  metrics,
  label,
}: {
  panel: MetricPanel;
  metrics: Pick<AppMetrics, 'start' | 'end' | 'step'>;
  /** What screen readers say instead of the picture. */
  label: string;
}) {
  const { figure, clock } = useFigures();
  const { ref, width } = useWidth<HTMLDivElement>();
  const x = scaleTime({
    domain: [new Date(metrics.start * 1000), new Date(metrics.end * 1000)],
    range: [margin.left, width - margin.right],
  });
  const y = scaleLinear({
    domain: [0, ceiling(panel.series)],
    range: [height - margin.bottom, margin.top],
  });
  return (
    <div ref={ref} className={styles.curves}>
      <svg width={width} height={height} role="img" aria-label={label}>
        <AxisLeft
          scale={y}
          left={margin.left}
          numTicks={3}
          hideAxisLine
          hideTicks
          tickFormat={value => figure(Number(value), panel.unit)}
          tickLabelProps={{ ...tickLabel, textAnchor: 'end', dx: -4, dy: 3 }}
        />
        <AxisBottom
          scale={x}
          top={height - margin.bottom}
          numTicks={Math.max(2, Math.floor(width / 110))}
          stroke="var(--bui-border-2)"
          tickStroke="var(--bui-border-2)"
          tickLength={4}
          tickFormat={value => clock(value.valueOf() / 1000)}
          tickLabelProps={{ ...tickLabel, textAnchor: 'middle' }}
        />
        {panel.series.map(({ label: name, points }, index) =>
          segments(points, metrics.step).map(part => {
            const [time, value] = part[0];
            const color = `var(--private-ai-series-${index % strokes.length})`;
            return part.length === 1 ? (
              <circle
                key={`${name} ${time}`}
                cx={x(time * 1000)}
                cy={y(value)}
                r={2.5}
                fill={color}
              />
            ) : (
              <LinePath
                key={`${name} ${time}`}
                data={part}
                x={point => x(point[0] * 1000)}
                y={point => y(point[1])}
                stroke={color}
                strokeWidth={2}
                strokeDasharray={strokes[index % strokes.length]}
              />
            );
          }),
        )}
      </svg>
      {panel.series.length > 1 && <Legend panel={panel} />}
    </div>
  );
}

function Legend({ panel }: { panel: MetricPanel }) {
  const { seriesLabel } = usePanelTexts();
  return (
    <ul className={styles.legend}>
      {panel.series.map(({ label }, index) => (
        <li key={label}>
          <svg width={24} height={8} aria-hidden>
            <line
              x1={0}
              x2={24}
              y1={4}
              y2={4}
              stroke={`var(--private-ai-series-${index % strokes.length})`}
              strokeWidth={2}
              strokeDasharray={strokes[index % strokes.length]}
            />
          </svg>
          {seriesLabel(label)}
        </li>
      ))}
    </ul>
  );
}
