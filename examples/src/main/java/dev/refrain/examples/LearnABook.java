package dev.refrain.examples;

import dev.refrain.decode.Sampling;
import dev.refrain.decode.Suggestion;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.task.language.Corpus;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.LanguageModelConfig;
import dev.refrain.task.language.LanguageSession;
import dev.refrain.task.language.LanguageTask;
import dev.refrain.task.language.TextLevel;
import dev.refrain.tensor.Rng;
import dev.refrain.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Learns a text by character, saves the model, reads it back and writes with it. Takes the path of
/// a text; without one it learns a small rhyme.
public final class LearnABook {
  private static final String RHYME =
      """
      A wise old owl lived in an oak.
      The more he saw the less he spoke.
      The less he spoke the more he heard.
      Why can't we all be like that bird?
      """;

  private LearnABook() {}

  public static void main(String[] args) throws IOException {
    var config =
        LanguageModelConfig.defaults(TextLevel.CHARACTER).withHidden(96).withValidation(0.05);
    Corpus corpus =
        args.length > 0
            ? Corpus.read(Path.of(args[0]), config)
            : Corpus.of("rhyme", RHYME.repeat(60), config);
    var model = LanguageModel.create(config, corpus, Rng.seeded(1));
    var result =
        Trainer.of(new LanguageTask(model, corpus))
            .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(0.01))
            .clipNorm(1)
            .epochs(20)
            .run();
    System.out.println("Validation loss: " + result.bestLoss().orElseThrow());

    Path folder = Files.createTempDirectory("refrain-example");
    model.save(folder);
    LanguageModel loaded = LanguageModel.load(folder);
    System.out.println(loaded.generate("A wise", Sampling.temperature(0.5), 120, Rng.seeded(2)));

    LanguageSession session = loaded.openSession();
    session.push("The less he ");
    LanguageSession whatIf = session.fork(); // the first session is untouched
    whatIf.push("spoke the more he ");
    for (Suggestion suggestion : whatIf.likeliestWords(3)) {
      System.out.println(suggestion.text() + "  " + suggestion.probability());
    }
    if (args.length == 0 && !whatIf.likeliestWords(1).getFirst().text().equals("heard")) {
      throw new IllegalStateException("the model has not learned the rhyme");
    }
  }
}
