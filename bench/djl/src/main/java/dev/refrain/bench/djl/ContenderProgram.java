package dev.refrain.bench.djl;

import dev.refrain.bench.race.ContenderLoop;
import dev.refrain.bench.training.LanguageCase;
import java.io.IOException;

/// The process of DJL.
///
/// Arguments: case, contender, threads.
final class ContenderProgram {
  private ContenderProgram() {}

  public static void main(String[] arguments) throws IOException {
    System.setProperty("ai.djl.offline", "true"); // else it looks for a network
    System.setProperty("ai.djl.pytorch.num_threads", arguments[2]);
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    ContenderLoop.serve(new LanguageBlocks(LanguageCase.character(arguments[0])));
    System.exit(0); // libtorch may leave threads behind
  }
}
