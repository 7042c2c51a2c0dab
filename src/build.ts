import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build, type Plugin } from 'esbuild';
import { schemaCompiler, schemaNames } from './config/schema-compiler.ts';
import { shippedApiSchema, shippedCustomerSchema } from './config/shipped-schemas.ts';

/**
 * The second half of `npm run build`: from the modules that the compiler left in `build` to what is shipped in `dist`.
 *
 * - Validators are compiled ahead, so that neither ajv nor a schema is loaded (saves about 60 of 150 ms of `validate`).
 * - Modules are bundled, a chunk for each command and for what commands share, so that a command loads a handful of files
 *   instead of some hundred (saves about half of the start of every command). Chunks lie two folders below the top, as
 *   modules do, since some of them look for `schemas` from there.
 */
const modules = import.meta.dirname;
const target = path.resolve(modules, '../dist');

function compileValidators(): void {
  const names = Object.fromEntries(schemaNames.map((name) => [exportName(name), `${name}.schema.json`]));
  const code = standalone()(schemaCompiler({ ahead: true }), names);
  const table = schemaNames.map((name) => `'${name}': ${exportName(name)}`).join(', ');
  const lookUp = `const validators = { ${table} };\nexport function validatorOf(name) { return validators[name]; }\n`;
  writeFileSync(path.join(modules, 'config/validators.js'), `${code}\n${lookUp}`);
}

function exportName(schema: string): string {
  return `validate_${schema.replaceAll('-', '_')}`;
}

/** A package of the old kind, whose default export holds the function or is it, depending on who loads it. */
function standalone() {
  return 'default' in standaloneCode ? standaloneCode.default : standaloneCode;
}

/**
 * What sparkform uses of undici, in the place of its index, which also loads fetch, WebSocket, caches and mocks (the modules of
 * a plan load in 53 instead of 78 ms). `test/house` holds that nothing else of it is imported.
 */
const leanUndici: Plugin = {
  name: 'lean-undici',
  setup: ({ onLoad }) =>
    onLoad({ filter: /node_modules[\\/]undici[\\/]index\.js$/ }, () => ({
      contents: `
        Object.assign(require('./lib/dispatcher/dispatcher').prototype, require('./lib/api'));
        exports.EnvHttpProxyAgent = require('./lib/dispatcher/env-http-proxy-agent');`,
    })),
};

async function bundle(): Promise<void> {
  rmSync(target, { recursive: true, force: true });
  await build({
    entryPoints: ['main.js', 'demo.js'].map((name) => path.join(modules, name)),
    outdir: target,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Packages of the old kind require modules of Node.js, which a module of the new kind has no word for.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);",
    },
    legalComments: 'eof',
    plugins: [leanUndici],
    logLevel: 'warning',
  });
}

/** Puts what the schemas are now in the place of reading them: the files of a repository may be those of a newer server. */
function fixSchemas(): void {
  const [api, customer] = [shippedApiSchema(), shippedCustomerSchema()].map((schema) => JSON.stringify(schema));
  const code = `export function shippedApiSchema() { return ${api}; }\nexport function shippedCustomerSchema() { return ${customer}; }\n`;
  writeFileSync(path.join(modules, 'config/shipped-schemas.js'), code);
}

compileValidators();
fixSchemas();
await bundle();
