package dev.refrain.bench.deeplearning4j;

import dev.refrain.bench.race.ContenderLoop;
import dev.refrain.bench.training.LanguageCase;
import java.io.IOException;
import org.nd4j.linalg.factory.Nd4j;

/// The process of Deeplearning4j.
///
/// Arguments: case, contender, threads.
final class ContenderProgram {
  private ContenderProgram() {}

  public static void main(String[] arguments) throws IOException {
    useThreads(Integer.parseInt(arguments[2]));
    ContenderLoop.serve(new LanguageNetwork(LanguageCase.character(arguments[0])));
    System.exit(0); // ND4J leaves threads behind
  }

  /// Gives the threads to the products. All else is done by one: the arrays of a step are so small
  /// that more make it slower.
  private static void useThreads(int threads) {
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    Nd4j.factory().blas().setMaxThreads(threads);
  }
}
