package dev.refrain.app;

import dev.refrain.data.SentencePair;
import dev.refrain.data.TokenConfig;
import java.util.List;
import picocli.CommandLine.Option;

/// What translations are compared with, and how: options of `evaluate`.
final class ScoreOptions {
  @Option(names = "--lower-case", description = "Upper and lower case are the same to the scores.")
  private boolean lowerCase;

  @Option(
      names = "--normalize",
      description =
          "The right translations are normalised as the model's own are (--lower-case,"
              + " --strip-accents, --letters-only of its training).")
  private boolean normalize;

  @Option(
      names = "--all-references",
      description =
          "A sentence that occurs several times is translated once, and each of its"
              + " translations is right.")
  private boolean allReferences;

  /// Whether upper and lower case are the same.
  boolean lowerCase() {
    return lowerCase;
  }

  /// What to translate, and what is right.
  ///
  /// @param tokens those of the language that is written
  /// @throws WrongUsage if an option would do nothing
  TestSet testSet(List<SentencePair> pairs, TokenConfig tokens) {
    List<SentencePair> judged = pairs;
    if (normalize) {
      if (!tokens.lowerCase() && !tokens.stripAccents() && !tokens.lettersOnly()) {
        throw new WrongUsage("--normalize would do nothing: the model writes text as it is");
      }
      judged =
          pairs.stream()
              .map(pair -> new SentencePair(pair.source(), tokens.normalize(pair.target())))
              .toList();
    }
    return allReferences ? TestSet.ofSentences(judged) : TestSet.ofPairs(judged);
  }
}
