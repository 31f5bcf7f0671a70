const needed = ['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/types/src/index.d.ts'];
const expected =
  /^(README\.md|LICENSE|CHANGELOG\.md|package\.json|dist\/commonjs\/package\.json|dist\/.*\.(js|d\.ts)|migrations\/.*\.sql)$/;
const ofSpecs = /\.spec\.|^dist\/types\/test\//;

/** What a package holds that nobody should install: sources, specs, a compiler's notes. */
export function strangersIn(files: readonly string[]): string[] {
  return files.filter((file) => !expected.test(file) || ofSpecs.test(file));
}

export function missingIn(files: readonly string[]): string[] {
  return needed.filter((file) => !files.includes(file));
}
