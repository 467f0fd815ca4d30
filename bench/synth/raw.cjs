const { ApiObject } = require('cdk8s');

// Written by templates.mjs from what the constructs render, as one would have typed it: namespace → object literals.
const objects = require(process.env.BENCH_OBJECTS);

/** The same objects as literals, without any construct around them: the least that cdk8s can do. */
exports.add = (chart, namespace) => {
  for (const object of objects(namespace)) {
    new ApiObject(chart, `${namespace}-${object.kind}-${object.metadata.name}`, object);
  }
};
