package dev.refrain.app;

import dev.refrain.decode.Sampling;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.LanguageSession;
import dev.refrain.tensor.Rng;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lets a model write.
@Command(
    name = "generate",
    description = "Writes on from a prompt, with a trained language model.",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain generate moby --prompt \"Call me \" --length 400 --temperature 0.7",
      "  refrain generate moby --prompt \"The whale\" --top-k 20 --seed 7",
      "  refrain generate moby --top-p 0.9 --prompt - < beginning.txt > whole.txt"
    })
final class GenerateCommand implements Callable<Integer> {
  @Mixin private ModelArgument model;
  @Mixin private Prompt prompt;

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "400",
      description = "How many characters, or words, to write. Default: ${DEFAULT-VALUE}.")
  private int length;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      defaultValue = "0.7",
      description =
          "Below 1 keeps to the likely, above 1 strays; 0 always takes the likeliest."
              + " Default: ${DEFAULT-VALUE}.")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      defaultValue = "0",
      description = "Draw from the N likeliest only; 0: from all. Default: ${DEFAULT-VALUE}.")
  private int topK;

  @Option(
      names = {"--top-p", "--nucleus"},
      paramLabel = "P",
      defaultValue = "1",
      description =
          "Draw from the likeliest that together have this probability. Default: ${DEFAULT-VALUE}.")
  private double topP;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed writes the same text. Default: another one each time.")
  private Long seed;

  @Option(names = "--json", description = "Print one JSON object: prompt, text, seed.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Sampling sampling = sampling();
    if (length < 1) {
      throw new WrongUsage("--length is " + length + ", it must be 1 or more");
    }
    LanguageModel loaded = model.load();
    String beginning = prompt.text();
    long drawnFrom = seed == null ? System.nanoTime() : seed;
    Rng rng = Rng.seeded(drawnFrom);
    if (json) {
      String text = loaded.generate(beginning, sampling, length, rng);
      JsonLines.print(
          JsonLines.object().put("prompt", beginning).put("text", text).put("seed", drawnFrom));
      return ExitCode.DONE;
    }
    LanguageSession session = loaded.openSession();
    session.push(beginning); // before it is printed: the model may refuse it
    System.out.print(beginning);
    for (int i = 0; i < length; i++) {
      System.out.print(session.write(sampling, rng));
      System.out.flush();
    }
    System.out.println();
    return ExitCode.DONE;
  }

  private Sampling sampling() {
    try {
      return new Sampling(temperature, topK, topP);
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(e.getMessage(), e);
    }
  }
}
