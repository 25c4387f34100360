/// Runnable example programs; each one compiles and runs in the build.
module dev.refrain.examples {
  requires dev.refrain.core;
}
