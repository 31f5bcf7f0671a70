/** Says how each check went, as it goes, and counts. */
export class Report {
  passed = 0;
  failed = 0;

  async check(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.passed += 1;
      console.log(`  ✓ ${name}`);
    } catch (error) {
      this.failed += 1;
      console.log(`  ✗ ${name}\n${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
