package dev.refrain.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.train.ModelFolder;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Learns to write on a text, by character or by word.
@Command(
    name = "language",
    description = "Trains a language model on a text, by character or by word.",
    customSynopsis = {
      "refrain train language --text FILE --out DIR [options]",
      "refrain train language --resume --out DIR [options]"
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain train language --text moby-dick.txt --epochs 15 --out moby",
      "  refrain train language --text moby-dick.txt --level word --hidden 256 --out moby-words",
      "  refrain train language --text plays.txt --hidden 256,256 --dropout 0.3 --feed stream \\",
      "      --schedule cosine --sample \"ROMEO:\" --out plays",
      "  refrain train language --config plays.yaml --epochs 3 --out plays --force",
      "  refrain train language --resume --out moby --epochs 20",
      "",
      "Ctrl-C saves and says how to go on. A configuration file has the keys that --print-config",
      "shows; options on the command line win over it."
    })
final class TrainLanguageCommand implements Callable<Integer> {
  private static final int DEFAULT_WIDTH = 128;

  @Spec private CommandSpec spec;

  @ArgGroup(validate = false, order = 1, heading = "%nThe text%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private TextOptions textOptions;

  @ArgGroup(validate = false, order = 2, heading = "%nThe model%n")
  private final ModelOptions modelOptions = new ModelOptions();

  @ArgGroup(validate = false, order = 3, heading = "%nLearning%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private LearningOptions learningOptions;

  @ArgGroup(validate = false, order = 4, heading = "%nRegularization%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private RegularizationOptions regularizationOptions;

  @ArgGroup(validate = false, order = 5, heading = "%nThe run%n")
  private final RunOptions run = new RunOptions();

  @Override
  public Integer call() throws IOException {
    Settings.refuseTwice(spec.commandLine().getParseResult());
    ObjectNode given = given();
    if (run.printConfig) {
      ObjectNode whole = run.resume ? saved() : completed(given);
      refuseIdle(Settings.bind(whole, LanguageTraining.class));
      System.out.print(Settings.yaml(whole));
      return ExitCode.DONE;
    }
    run.check();
    if (run.resume) {
      ObjectNode before = saved();
      ObjectNode now = before.deepCopy();
      Settings.lay(given, now, source());
      if (now.path("shards").asInt(-1) == 0) {
        now.set("shards", before.get("shards")); // as many as there were processors
      }
      LanguageTraining saved = Settings.bind(before, LanguageTraining.class);
      LanguageTraining training = Settings.bind(now, LanguageTraining.class);
      refuseChanges(training, saved);
      refuseIdle(training);
      return new LanguageRun(training, saved, run).resume();
    }
    if (!given.hasNonNull("text")) {
      throw new WrongUsage("--text is missing: the file to learn from");
    }
    LanguageTraining training = Settings.bind(completed(given), LanguageTraining.class);
    refuseIdle(training);
    return new LanguageRun(training, training, run).begin();
  }

  private void refuseIdle(LanguageTraining training) {
    IdleOptions.refuse(spec.commandLine().getParseResult(), training);
  }

  /// What the configuration file and, over it, the options say.
  private ObjectNode given() {
    ObjectNode given = run.config == null ? JsonLines.object() : Settings.read(run.config);
    Settings.merge(Settings.options(spec.commandLine().getParseResult()), given);
    if (given.path("text").asText("").isEmpty()) {
      given.remove("text"); // so --print-config prints it when there is none
    }
    if (modelOptions.layers() != null) {
      repeatLayer(given, modelOptions.layers());
    }
    return given;
  }

  private static void repeatLayer(ObjectNode given, int layers) {
    ObjectNode recurrent = given.withObjectProperty("model").withObjectProperty("recurrent");
    JsonNode hidden = recurrent.path("hidden");
    if (layers < 1) {
      throw new WrongUsage("--layers is " + layers + ", it must be 1 or more");
    }
    if (hidden.size() > 1 && hidden.size() != layers) {
      throw new WrongUsage(
          "--layers is %d, but --hidden gives the widths of %d layers; leave --layers out"
              .formatted(layers, hidden.size()));
    }
    if (hidden.size() <= 1) {
      int width = hidden.isEmpty() ? DEFAULT_WIDTH : hidden.get(0).asInt();
      ArrayNode widths = recurrent.putArray("hidden");
      for (int i = 0; i < layers; i++) {
        widths.add(width);
      }
    }
  }

  private ObjectNode completed(ObjectNode given) {
    return LanguageTraining.completed(given, source());
  }

  private String source() {
    return run.config == null ? "the options" : run.config.toString();
  }

  /// The configuration that the folder in --out was begun with.
  private ObjectNode saved() throws IOException {
    run.checkOut();
    ModelFolder folder = ModelFolder.open(run.out);
    if (folder.manifest().extra().get(LanguageRun.TRAINING) instanceof ObjectNode saved) {
      return saved;
    }
    throw new CommandFailed(
        run.out + " was not made by refrain train language, so it cannot be resumed");
  }

  /// Compares what was bound, not what was written: a file may say 1 for 1.0.
  private void refuseChanges(LanguageTraining now, LanguageTraining saved) {
    List<String> differences =
        Settings.differences(Settings.tree(now), Settings.tree(saved), Set.of("epochs", "text"));
    if (!differences.isEmpty()) {
      throw new WrongUsage(
          "%s; a resumed run keeps its settings (only --epochs may change): leave them out, or"
                  .formatted(String.join(", ", differences))
              + " begin anew in another folder");
    }
  }
}
