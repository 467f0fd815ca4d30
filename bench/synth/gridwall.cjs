const { HistoryServer, Minio, MinioIsolation } = require('../../lib/charts/index.js');

/** The constructs, with the fewest props they can be given. */
exports.add = (chart, namespace) => {
  const minio = new Minio(chart, `${namespace}-minio`, { namespace });
  const historyServer = new HistoryServer(chart, `${namespace}-history-server`, {
    namespace,
    image: 'history-server:0.1.0',
    minio,
  });
  new MinioIsolation(chart, `${namespace}-isolation`, { minio, historyServer });
};
