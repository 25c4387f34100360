/// The library: everything a program needs to build, train and run a recurrent network.
@SuppressWarnings("module") // the application, which is named here, is compiled after this
module dev.refrain.core {
  requires static jdk.incubator.vector;
  requires transitive com.fasterxml.jackson.databind;

  exports dev.refrain.autodiff;
  exports dev.refrain.config to
      dev.refrain.app;
  exports dev.refrain.data;
  exports dev.refrain.data.series;
  exports dev.refrain.data.table;
  exports dev.refrain.decode;
  exports dev.refrain.kernel;
  exports dev.refrain.metric;
  exports dev.refrain.nn;
  exports dev.refrain.nn.attention;
  exports dev.refrain.nn.cell;
  exports dev.refrain.nn.crf;
  exports dev.refrain.nn.init;
  exports dev.refrain.nn.loss;
  exports dev.refrain.nn.readout;
  exports dev.refrain.nn.recurrent;
  exports dev.refrain.optim;
  exports dev.refrain.search;
  exports dev.refrain.task.classification;
  exports dev.refrain.task.forecast;
  exports dev.refrain.task.language;
  exports dev.refrain.task.tagging;
  exports dev.refrain.task.translation;
  exports dev.refrain.tensor;
  exports dev.refrain.train;
}
