// Prints `N passed, N failed` (and skipped) alone on a line, from vitest's JSON report. Ends with 1 when no test ran, and when a test of
// the console was skipped although a browser is required.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const files = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
);
const failed = report.numFailedTests + files.length;
const skipped = report.numPendingTests + report.numTodoTests;
const withoutBrowser =
  process.env.SALLYPORT_BROWSER === 'required'
    ? report.testResults
        .filter(({ name }) => /[\\/]test[\\/]console[\\/]/.test(name))
        .flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => !/^(passed|failed)$/.test(status)))
    : [];
for (const { fullName } of withoutBrowser) console.error(`skipped, though a browser is required: ${fullName}`);
console.log(`${report.numPassedTests} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
process.exitCode = report.numPassedTests === 0 || withoutBrowser.length > 0 ? 1 : 0;
