package dev.refrain.bench.race;

import dev.refrain.bench.SpeedCases;
import java.io.IOException;

/// The process of a contender whose code is in this module: Refrain, libtorch, ONNX Runtime.
///
/// Arguments: case, contender, threads.
final class ContenderProgram {
  private ContenderProgram() {}

  public static void main(String[] arguments) throws IOException {
    SpeedCase speedCase = SpeedCases.named(arguments[0]);
    ContenderLoop.serve(speedCase.enter(arguments[1], Integer.parseInt(arguments[2])));
    System.exit(0); // some libraries leave threads behind
  }
}
