/** Synthesizes the systems; prints the milliseconds of CPU of the doctor, loading included, and of all the rest. */
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const folder = mkdtempSync(join(tmpdir(), 'gridwall-bench-'));
let ofDoctor = 0;
try {
  require('../../lib/charts/policy/network-plan.js'); // asks the engine, as the doctor does
  const { Doctor } = timed(() => require('../../lib/network/doctor.js'));
  const check = Doctor.prototype.check;
  let checks = 0;
  Doctor.prototype.check = function (...args) {
    checks++;
    return timed(() => check.apply(this, args));
  };
  const { readSettings } = require('../../lib/charts/settings.js');
  const { synth } = require('../../lib/charts/synth.js');
  const { version } = require('../../package.json');
  synth(join(folder, 'dist'), readSettings(undefined, {}, version));
  if (checks === 0) throw new Error('the synth did not ask the doctor');
  console.log(JSON.stringify({ synth: cpu() - ofDoctor, doctor: ofDoctor }));
} finally {
  rmSync(folder, { recursive: true });
}

function timed(work) {
  const before = cpu();
  try {
    return work();
  } finally {
    ofDoctor += cpu() - before;
  }
}

function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
