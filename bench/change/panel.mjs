const texts = 'plugins/private-ai/src/translations';

/** A panel: how many tokens one question takes. */
export const panel = {
  tests: ['src/metrics', 'src/translations', 'src/kubernetes/collector.test'],
  make({ edit, run }) {
    edit(
      'plugins/private-ai-backend/src/metrics/panels.ts',
      `          label: { by: 'gen_ai_token_type' },
        },
      ],
    },
`,
      `    {
      id: 'tokensPerRequest',
      unit: 'tokens',
      total: \`sum(\${tokens(of, inRange)}) / (\${requests(of, inRange)})\`,
      series: [
        {
          query: \`sum(\${tokens(of, inStep)}) / (\${requests(of, inStep)})\`,
          label: { text: '' },
        },
      ],
    },
`,
    );
    edit(
      `${texts}/en.ts`,
      "      tokens: 'Tokens',\n",
      "      tokensPerRequest: 'Tokens for each request',\n",
    );
    edit(
      `${texts}/ko.ts`,
      "  'metrics.panels.tokens': '토큰',\n",
      "  'metrics.panels.tokensPerRequest': '요청당 토큰',\n",
    );
    run('npm', 'run', 'api');
  },
};
