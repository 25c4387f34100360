/// The command line.
@SuppressWarnings("requires-automatic") // charts: neither XChart nor Batik describes its module
module dev.refrain.app {
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires dev.refrain.core;
  requires info.picocli;
  requires java.desktop; // attention maps as images
  requires java.management; // the peak memory of a trial
  requires jdk.unsupported; // sun.misc.Signal, through JLine
  requires org.jline.reader;
  requires org.jline.terminal;
  requires org.apache.xmlgraphics.batik.svggen;
  requires xchart;

  opens dev.refrain.app to
      info.picocli,
      com.fasterxml.jackson.databind;
  opens dev.refrain.app.phrasebook to
      com.fasterxml.jackson.databind;
}
