/** One synth in one process: `node child.cjs VARIANT INSTANCES FILE`. Zero instances measure Node and the libraries. */
const { basename, dirname } = require('node:path');
const { App, Chart } = require('cdk8s');

const [variant, instances, file] = process.argv.slice(2);
const EXTENSION = '.k8s.yaml';

const { add } = require(`./${variant}.cjs`);
const app = new App({ outdir: dirname(file), outputFileExtension: EXTENSION });
const chart = new Chart(app, basename(file, EXTENSION));
for (let i = 0; i < Number(instances); i++) add(chart, `instance-${i}`);
app.synth();
