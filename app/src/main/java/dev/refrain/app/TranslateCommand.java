package dev.refrain.app;

import dev.refrain.decode.BeamSearch;
import dev.refrain.decode.SequenceSampling;
import dev.refrain.task.translation.Translation;
import dev.refrain.task.translation.Translator;
import dev.refrain.tensor.Rng;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lets one model, or several together, translate.
@Command(
    name = "translate",
    description = {
      "Translates standard input, a sentence a line, with a trained translation model.",
      "Several models make an ensemble: their probabilities are averaged."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain translate en-fr < in.txt > out.txt",
      "  refrain translate en-fr --text \"The cat is black.\" --show-attention",
      "  refrain translate en-fr --n-best 3 --attention maps.html < in.txt",
      "  refrain translate en-fr-1 en-fr-2 en-fr-3 --beam 10 < in.txt > out.txt",
      "  refrain translate en-fr                           (asks for sentences)",
      "",
      "With --n-best each line is the number of the sentence, a score and a translation, with",
      "tabs between them. What is told of the work goes to standard error."
    })
final class TranslateCommand implements Callable<Integer> {
  /// How many lines are read before they are translated: sentences of similar length go side by
  /// side, so many lines save time.
  private static final int LINES = 1024;

  @Parameters(arity = "1..*", paramLabel = "MODEL", description = "The folders of the models.")
  private List<Path> folders;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Translate this sentence, not standard input.")
  private String text;

  @Mixin private SearchOptions search;

  @Option(
      names = "--n-best",
      paramLabel = "N",
      description = "Print the N best translations of each sentence, with their scores.")
  private Integer nBest;

  @Mixin private SamplingOptions sampling;

  @Option(
      names = "--attention",
      paramLabel = "FILE",
      description =
          "Write the attention maps to a page (.html), or that of the first sentence to an image"
              + " (.png).")
  private Path attention;

  @Option(
      names = "--show-attention",
      description = "Print the attention map behind each translation.")
  private boolean showAttention;

  @Option(
      names = "--json",
      description = "Print one JSON object a line; with --show-attention the weights are in it.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    search.check();
    if (attention != null) {
      AttentionFile.check(attention);
    }
    Decoder decoder = sampling.isGiven() ? drawing() : searching();
    Ensemble ensemble = Ensemble.load(folders);
    if (attention != null || showAttention) {
      ensemble.requireAttention(attention == null ? "--show-attention" : "--attention");
    }
    Translator translator = search.translator(ensemble);
    var translating =
        new Translating(
            ensemble.first().source(),
            (sentences, part) -> decoder.decode(translator, sentences, part));
    var view = new TranslationView(json, nBest != null, showAttention);
    try (AttentionFile file = attention == null ? null : AttentionFile.open(attention)) {
      translateAll(translating, view, file);
    }
    return ExitCode.DONE;
  }

  /// How translations come about, as the options say.
  @FunctionalInterface
  private interface Decoder {
    List<List<Translation>> decode(Translator translator, List<String> sentences, long part);
  }

  private Decoder searching() {
    sampling.refuseWithoutSample();
    BeamSearch beam = search.search(nBest == null ? 1 : nBest);
    return (translator, sentences, part) -> translator.best(sentences, beam);
  }

  private Decoder drawing() {
    search.refuseSearch("--sample draws");
    if (nBest != null) {
      throw new WrongUsage("--n-best would do nothing: --sample draws one translation");
    }
    SequenceSampling drawing = sampling.sampling(search.limits());
    Rng rng = sampling.rng();
    return (translator, sentences, part) ->
        translator.sample(sentences, drawing, rng.split(part)).stream().map(List::of).toList();
  }

  private void translateAll(Translating translating, TranslationView view, AttentionFile file)
      throws IOException {
    if (text != null) {
      translate(List.of(text.replaceAll("\\R", " ")), translating, view, file);
    } else if (Terminals.isInput()) {
      converse(translating, view, file);
    } else {
      translateInput(translating, view, file);
      System.err.println(translating.summary());
    }
  }

  /// Translates sentence by sentence what a person types.
  private static void converse(Translating translating, TranslationView view, AttentionFile file)
      throws IOException {
    System.err.println("Type a sentence to translate; Ctrl-D ends.");
    try (LineSource lines = LineSource.standardInput("> ")) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        translate(List.of(line.get()), translating, view, file);
      }
    }
  }

  private static void translateInput(
      Translating translating, TranslationView view, AttentionFile file) throws IOException {
    var input = new InputLines(System.in);
    var lines = new ArrayList<String>();
    Optional<String> line;
    do {
      line = input.next();
      line.ifPresent(lines::add);
      if (lines.size() == LINES || line.isEmpty()) {
        translate(lines, translating, view, file);
        lines.clear();
      }
    } while (line.isPresent());
  }

  private static void translate(
      List<String> lines, Translating translating, TranslationView view, AttentionFile file)
      throws IOException {
    List<List<Translation>> translations = translating.translate(lines);
    for (int i = 0; i < lines.size(); i++) {
      view.show(lines.get(i), translations.get(i));
      if (file != null && !translations.get(i).isEmpty()) {
        file.add(lines.get(i), translations.get(i).getFirst());
      }
    }
    System.out.flush();
  }
}
