package dev.refrain.app;

import dev.refrain.decode.BeamSearch;
import dev.refrain.decode.LengthLimits;
import dev.refrain.task.translation.Translator;
import picocli.CommandLine.Option;

/// How the best translation is looked for: options of every command that translates.
final class SearchOptions {
  private static final int USUAL_BEAM = 5;

  @Option(
      names = "--beam",
      paramLabel = "N",
      description = "Translations followed side by side; 1 takes the likeliest token. Default: 5.")
  private Integer beam;

  @Option(
      names = "--length-penalty",
      paramLabel = "A",
      description =
          "What makes up for length when translations are compared: 0 nothing, which favours short"
              + " ones, 1 nearly the mean over their tokens. Default: 1.")
  private Double lengthPenalty;

  @Option(
      names = "--coverage",
      paramLabel = "B",
      description =
          "What it costs to leave source tokens without attention; usual is 0.2. Default: 0.")
  private Double coverage;

  @Option(
      names = "--minimum-length",
      paramLabel = "N",
      description = "The fewest tokens of a translation. Default: 0.")
  private Integer minimumLength;

  @Option(
      names = "--maximum-length",
      paramLabel = "N",
      description = "The most tokens of a translation. Default: 10 more than twice the source's.")
  private Integer maximumLength;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Sentences translated side by side. Default: 64.")
  private Integer batch;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to compute with. Default: one for each processor.")
  private Integer threads;

  /// The search for so many translations of each sentence, with the usual beam or one that is wide
  /// enough for them unless another is given.
  ///
  /// @throws WrongUsage if an option is out of its range or would do nothing
  BeamSearch search(int best) {
    if (best < 1) {
      throw new WrongUsage("--n-best is " + best + ", it must be 1 or more");
    }
    if (beam != null && beam >= 1 && best > beam) {
      throw new WrongUsage(
          "--n-best %d needs a --beam of %d or more, it is %d".formatted(best, best, beam));
    }
    int width = beam == null ? Math.max(USUAL_BEAM, best) : beam;
    if (width == 1 && (lengthPenalty != null || coverage != null)) {
      throw new WrongUsage(
          (lengthPenalty != null ? "--length-penalty" : "--coverage")
              + " would do nothing: it ranks translations, and --beam 1 follows only one");
    }
    try {
      return BeamSearch.ofWidth(width)
          .withBest(best)
          .withLengthNormalization(lengthPenalty == null ? 1 : lengthPenalty)
          .withCoveragePenalty(coverage == null ? 0 : coverage)
          .withLimits(limits());
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(e.getMessage(), e);
    }
  }

  /// Holds that no option is given that only a search listens to.
  ///
  /// @throws WrongUsage naming the option, and what is done instead
  void refuseSearch(String instead) {
    String idle = beam != null ? "--beam" : lengthPenalty != null ? "--length-penalty" : null;
    if (idle == null && coverage != null) {
      idle = "--coverage";
    }
    if (idle != null) {
      throw new WrongUsage(idle + " would do nothing: it is for a search, and " + instead);
    }
  }

  /// How long translations may be.
  ///
  /// @throws WrongUsage if no length is allowed
  LengthLimits limits() {
    int least = minimumLength == null ? 0 : minimumLength;
    if (least < 0) {
      throw new WrongUsage("--minimum-length is " + least + ", it must be 0 or more");
    }
    if (maximumLength == null) {
      return new LengthLimits(
          least, LengthLimits.DEFAULT.perSourceToken(), LengthLimits.DEFAULT.extra());
    }
    if (maximumLength < 1) {
      throw new WrongUsage("--maximum-length is " + maximumLength + ", it must be 1 or more");
    }
    if (least > maximumLength) {
      throw new WrongUsage(
          "--minimum-length %d is more than --maximum-length %d".formatted(least, maximumLength));
    }
    return new LengthLimits(least, 0, maximumLength);
  }

  /// Holds that the options that say how to compute can be meant.
  ///
  /// @throws WrongUsage if one is out of its range
  void check() {
    if (batch != null && batch < 1) {
      throw new WrongUsage("--batch is " + batch + ", it must be 1 or more");
    }
    if (threads != null && threads < 1) {
      throw new WrongUsage("--threads is " + threads + ", it must be 1 or more");
    }
  }

  /// A translator that computes as the options say.
  ///
  /// @throws WrongUsage if it cannot do what they ask for
  Translator translator(Ensemble ensemble) {
    if (coverage != null && coverage > 0) {
      ensemble.requireAttention("--coverage");
    }
    Translator translator = ensemble.translator();
    if (batch != null) {
      translator = translator.withBatch(batch);
    }
    return threads == null ? translator : translator.withThreads(threads);
  }
}
