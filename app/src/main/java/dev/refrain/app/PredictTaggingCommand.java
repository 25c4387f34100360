package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.task.tagging.Entity;
import dev.refrain.task.tagging.Tagger;
import dev.refrain.task.tagging.Tagging;
import dev.refrain.task.tagging.TaggingModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Tags sentences.
@Command(
    name = "tagging",
    description = {
      "Tags the sentences of standard input: a sentence a line, with blanks between its words and",
      "marks, or with --columns a word a line and an empty line behind each sentence.",
      "Prints a word, a tab and its tag a line, and an empty line behind each sentence."
    },
    customSynopsis = "refrain predict MODEL [options] < sentences.txt",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain predict names < sentences.txt > tagged.conll",
      "  refrain predict names --columns < words.conll > tagged.conll",
      "  refrain predict names --text \"Ada met Kurt in Vienna .\" --json",
      "  refrain predict names                             (asks for sentences)"
    })
final class PredictTaggingCommand implements Callable<Integer> {
  /// How many sentences are read before they are tagged: those of similar length go side by side.
  private static final int SENTENCES = 1024;

  @Mixin private ModelArgument model;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Tag this sentence, not standard input.")
  private String text;

  @Option(
      names = "--columns",
      description =
          "The input has a word a line, in the first column, and an empty line behind each"
              + " sentence.")
  private boolean columns;

  @Option(names = "--probabilities", description = "Behind each tag, print how probable it is.")
  private boolean probabilities;

  @Option(names = "--json", description = "Print one JSON object a sentence, with its entities.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (text != null && columns) {
      throw new WrongUsage("--columns would do nothing: it is for standard input, not for --text");
    }
    Tagger tagger = Tagger.of(TaggingModel.load(model.folder()));
    if (probabilities) {
      tagger = tagger.withProbabilities();
    }
    if (text != null) {
      show(tagger.tag(List.of(Tagger.words(text))));
    } else if (Terminals.isInput() && !columns) {
      converse(tagger);
    } else {
      tagInput(tagger);
    }
    return ExitCode.DONE;
  }

  private void converse(Tagger tagger) throws IOException {
    System.err.println("Type a sentence to tag; Ctrl-D ends.");
    try (LineSource lines = LineSource.standardInput("> ")) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        show(tagger.tag(List.of(Tagger.words(line.get()))));
      }
    }
  }

  private void tagInput(Tagger tagger) throws IOException {
    var input = new InputLines(System.in);
    List<List<String>> sentences = new ArrayList<>();
    long tagged = 0;
    long nanos = 0;
    boolean more = true;
    while (more) {
      Optional<List<String>> sentence = columns ? column(input) : line(input);
      sentence.ifPresent(sentences::add);
      more = sentence.isPresent();
      if (sentences.size() == SENTENCES || (!more && !sentences.isEmpty())) {
        long start = System.nanoTime();
        List<Tagging> taggings = tagger.tag(sentences);
        nanos += System.nanoTime() - start;
        tagged += sentences.size();
        show(taggings);
        sentences.clear();
      }
    }
    double seconds = nanos * 1e-9;
    System.err.println(
        "%,d %s in %s: %s sentences/s"
            .formatted(
                tagged,
                tagged == 1 ? "sentence" : "sentences",
                Progress.duration(seconds),
                Progress.amount(seconds > 0 ? tagged / seconds : 0)));
  }

  private static Optional<List<String>> line(InputLines input) throws IOException {
    return input.next().map(Tagger::words);
  }

  /// The words up to the next empty line; several empty lines are one.
  private static Optional<List<String>> column(InputLines input) throws IOException {
    List<String> words = new ArrayList<>();
    for (var line = input.next(); line.isPresent(); line = input.next()) {
      if (!line.get().isBlank()) {
        words.add(line.get().strip().split("\t|\\s+")[0]);
      } else if (!words.isEmpty()) {
        return Optional.of(words);
      }
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  private void show(List<Tagging> taggings) {
    for (Tagging tagging : taggings) {
      if (json) {
        JsonLines.print(object(tagging));
        continue;
      }
      for (int i = 0; i < tagging.words().size(); i++) {
        String line = tagging.words().get(i) + "\t" + tagging.tags().get(i);
        System.out.println(
            probabilities
                ? line + String.format(Locale.ROOT, "\t%.4f", tagging.probabilities().get(i))
                : line);
      }
      System.out.println();
    }
    System.out.flush();
  }

  private ObjectNode object(Tagging tagging) {
    ObjectNode object = JsonLines.object();
    ArrayNode words = object.putArray("words");
    tagging.words().forEach(words::add);
    ArrayNode tags = object.putArray("tags");
    tagging.tags().forEach(tags::add);
    if (probabilities) {
      ArrayNode likely = object.putArray("probabilities");
      tagging.probabilities().forEach(likely::add);
    }
    ArrayNode entities = object.putArray("entities");
    for (Entity entity : tagging.entities()) {
      entities
          .addObject()
          .put("type", entity.type())
          .put("text", tagging.text(entity))
          .put("from", entity.from())
          .put("to", entity.to());
    }
    return object;
  }
}
