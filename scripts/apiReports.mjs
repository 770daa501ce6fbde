// `npm run api`: writes `report.api.md` of each plugin, which is what others can use of it. `npm run api -- --check` only
// names the reports that are not as the code has it (exit 1): what others build on does not change unnoticed.
import { existsSync, globSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import ts from 'typescript';

/**
 * Writes, or checks, the reports of the packages in `plugins/` of a folder.
 * @param {string} root folder of tsconfig.json
 * @returns names of the packages whose report was not as the code has it
 */
export function apiReports(root, { check }) {
  const folders = globSync('plugins/*/src/index.ts', { cwd: root })
    .sort()
    .map(entry => resolve(root, entry, '../..'));
  // Below the root: what they import has to be found from where they lie.
  const declarations = join(root, 'dist-types');
  declare(root, folders, declarations);
  try {
    return folders
      .map(folder => basename(folder))
      .filter(name => hasChanged(join(root, 'plugins', name), join(declarations, name), check));
  } finally {
    rmSync(declarations, { recursive: true });
  }
}

/** Declarations alone, unchecked: the types have a stage of their own. */
function declare(root, folders, outDir) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(
    folders.map(folder => join(folder, 'src/index.ts')),
    {
      ...options,
      ...{ noEmit: false, noCheck: true, incremental: false, rootDir: join(root, 'plugins') },
      ...{ declaration: true, declarationMap: false, emitDeclarationOnly: true, outDir },
    },
  );
  const { diagnostics } = program.emit(undefined, undefined, undefined, true, {
    afterDeclarations: [inOneOrder],
  });
  if (diagnostics.length > 0)
    throw new Error(diagnostics.map(({ messageText }) => messageText).join('\n'));
}

/**
 * The compiler writes the members of a type that it has worked out in the order in which it met them, which any other file
 * may change. And a text may be worded anew at any time: that its key is there is what a translation of others builds on.
 */
function inOneOrder(context) {
  const printer = ts.createPrinter({ removeComments: true });
  return file => {
    const text = node => printer.printNode(ts.EmitHint.Unspecified, node, file);
    const byText = nodes => nodes.toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
    const visit = node => {
      const seen = ts.visitEachChild(node, visit, context);
      const { factory } = context;
      if (ts.isUnionTypeNode(seen))
        return factory.updateUnionTypeNode(seen, factory.createNodeArray(byText(seen.types)));
      if (ts.isTypeLiteralNode(seen))
        return factory.updateTypeLiteralNode(seen, factory.createNodeArray(byText(seen.members)));
      return isText(seen) ? withoutWords(seen, factory) : seen;
    };
    return visit(file);
  };
}

const isText = node =>
  ts.isPropertySignature(node) &&
  ts.isStringLiteral(node.name) &&
  ts.isLiteralTypeNode(node.type) &&
  ts.isStringLiteral(node.type.literal);

const withoutWords = (node, factory) =>
  factory.updatePropertySignature(
    node,
    node.modifiers,
    node.name,
    node.questionToken,
    factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
  );

function hasChanged(folder, declarations, check) {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: join(folder, 'api-extractor.json'),
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(declarations, 'src/index.d.ts'),
      compiler: {
        overrideTsconfig: { compilerOptions: { skipLibCheck: true, types: ['node'] } },
      },
      apiReport: {
        enabled: true,
        reportFileName: 'report.api.md',
        reportFolder: folder,
        reportTempFolder: declarations,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'none' } },
        extractorMessageReporting: { default: { logLevel: 'none' } },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const isNew = !existsSync(config.reportFilePath);
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: !check,
    messageCallback: message => {
      message.handled = message.logLevel !== 'error';
    },
  });
  return isNew || apiReportChanged;
}

if (process.argv[1] === import.meta.filename) {
  const check = process.argv.includes('--check');
  const stale = apiReports(resolve(import.meta.dirname, '..'), { check });
  for (const name of stale)
    console.log(
      check
        ? `plugins/${name}/report.api.md is not as the code has it: run npm run api, and look at what changes for others.`
        : `plugins/${name}/report.api.md written`,
    );
  process.exitCode = check && stale.length > 0 ? 1 : 0;
}
