/// The command line.
module dev.refrain.app {
  requires dev.refrain.core;
  requires info.picocli;
}
