package dev.refrain.app;

import dev.refrain.app.attention.AttentionMap;
import dev.refrain.app.phrasebook.PhraseBook;
import dev.refrain.app.phrasebook.PhrasePair;
import dev.refrain.data.SentencePair;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.decode.BeamSearch;
import dev.refrain.decode.LengthLimits;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.task.translation.Translation;
import dev.refrain.task.translation.TranslationConfig;
import dev.refrain.task.translation.TranslationCorpus;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.task.translation.TranslationTask;
import dev.refrain.task.translation.Translator;
import dev.refrain.tensor.Rng;
import dev.refrain.train.ModelWriter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jline.terminal.spi.SystemStream;

/// The quickstart that learns to translate the phrase book with attention, and shows how it
/// translates sentences that are held out.
final class PhraseQuickstart {
  private static final double RATE = 3e-3;

  /// No sentence of the book is as long; a model that has learned little would not end.
  private static final BeamSearch GREEDY =
      BeamSearch.GREEDY.withLimits(LengthLimits.between(0, 16));

  /// How many sentences are translated to see how good the model is while it learns.
  private static final int PROBED = 100;

  /// What is shown: of each kind the first sentence that is held out.
  private static final List<String> KINDS =
      List.of(
          PhraseBook.SHOWN,
          "(she|he|they|we)'\\S+ .*",
          "(he|they) (doesn't|don't) .*",
          "i \\S+ (him|her|them)",
          "the little .*",
          "\\S+ \\S+'s \\S+ \\S+ .*");

  private final ProgressLine line;
  private final PhraseBook book;
  private final TranslationModel model;
  private final List<PhrasePair> shown;
  private final List<PhrasePair> probed;

  private PhraseQuickstart(ProgressLine line, PhraseBook book, TranslationModel model) {
    this.line = line;
    this.book = book;
    this.model = model;
    this.shown = shown(book.heldOut());
    this.probed =
        Stream.concat(shown.stream(), book.heldOut().stream()).distinct().limit(PROBED).toList();
  }

  /// Trains, and shows what came of it.
  ///
  /// @return the exit code
  static int run(QuickstartRun run) throws IOException {
    PhraseBook book = PhraseBook.standard();
    TranslationConfig config = config();
    TranslationCorpus corpus =
        TranslationCorpus.of("the phrase book", pairs(book.training()), List.of(), config);
    TranslationModel model =
        TranslationModel.create(config, corpus, Rng.seeded(QuickstartRun.SEED));
    try (ModelWriter writer =
            model.openWriter(
                run.out(),
                QuickstartRun.SEED,
                QuickstartRun.shards(),
                run.extra(),
                ModelWriter.IfExists.REPLACE);
        var line = new ProgressLine()) {
      var quickstart = new PhraseQuickstart(line, book, model);
      quickstart.begin(run.seconds());
      try (var view = new QuickstartView(line, run.seconds(), "words", quickstart::showSample)) {
        return run.train(
            new TranslationTask(model, corpus),
            RATE,
            writer,
            view,
            () -> quickstart.conclude(run.folder()));
      }
    }
  }

  private static TranslationConfig config() {
    return TranslationConfig.defaults()
        .withTokens(
            TokenConfig.defaults(TokenUnit.WORD)
                .withNormalisation(true, false, false)
                .withVocabulary(10_000, 1))
        .withLayers(CellKind.GRU, List.of(96))
        .withEmbedding(64)
        .withDropout(0.1, 0.1)
        .withBatch(32);
  }

  private static List<SentencePair> pairs(List<PhrasePair> phrases) {
    return phrases.stream().map(pair -> new SentencePair(pair.english(), pair.french())).toList();
  }

  private static List<PhrasePair> shown(List<PhrasePair> heldOut) {
    return KINDS.stream()
        .flatMap(kind -> heldOut.stream().filter(p -> p.english().matches(kind)).limit(1))
        .toList();
  }

  private void begin(double seconds) {
    line.print(
        "Learning the built-in phrase book, %,d English-French pairs, for %s."
            .formatted(book.training().size(), Progress.duration(seconds)));
    line.print(
        "A GRU reads the English both ways; another writes the French, and attention shows it"
            + " where to look.");
    line.print(
        "%,d parameters. %,d more pairs are held out, to see what it makes of new sentences."
            .formatted(model.parameters().count(), book.heldOut().size()));
    line.print("");
  }

  private void showSample(double elapsed, double loss) {
    List<Translation> translations = translations(probed);
    line.print(
        String.format(
            Locale.ROOT,
            "After %s, loss %.2f: of %d held-out sentences, %d come out word for word.",
            Progress.duration(elapsed),
            loss,
            probed.size(),
            PhraseScore.of(probed, translations).exact()));
    int width = shown.stream().mapToInt(pair -> pair.english().length()).max().orElse(0);
    for (int i = 0; i < shown.size(); i++) {
      PhrasePair pair = shown.get(i);
      String written = translations.get(i).text();
      boolean right = written.equals(pair.french());
      line.print(
          "    %s %s  %s%s"
              .formatted(
                  mark(right),
                  pair.english() + " ".repeat(width - pair.english().length()),
                  written,
                  right ? "" : "  (" + pair.french() + ")"));
    }
    line.print("");
  }

  private static String mark(boolean right) {
    if (Terminals.isUnicode()) {
      return right ? "✓" : "✗";
    }
    return right ? "+" : "-";
  }

  private List<Translation> translations(List<PhrasePair> pairs) {
    return Translator.of(model).translate(pairs.stream().map(PhrasePair::english).toList(), GREEDY);
  }

  private void conclude(String folder) {
    List<Translation> translations = translations(book.heldOut());
    Translation translation = translations.get(book.heldOut().indexOf(shown.getFirst()));
    line.print("Where it looked while it translated \"" + PhraseBook.SHOWN + "\":");
    line.print("");
    AttentionMap map = AttentionMap.of(translation).orElseThrow();
    for (String row : map.lines(Terminals.width(SystemStream.Output) - 4, Terminals.isUnicode())) {
      line.print(row.isEmpty() ? "" : "    " + row);
    }
    line.print("");
    PhraseScore score = PhraseScore.of(book.heldOut(), translations);
    line.print(
        String.format(
            Locale.ROOT,
            "Of all %,d held-out sentences, %.0f%% come out word for word.",
            score.sentences(),
            score.exactPercent()));
    if (score.words() > 0) {
      line.print(
          String.format(
              Locale.ROOT,
              "Of the nouns, verbs, adjectives, adverbs and numbers in these, it wrote %.1f%% with"
                  + " the most",
              score.attendedPercent()));
      line.print("attention on the word that they translate.");
    }
    line.print("");
    line.print("The model is in " + folder + ". What to try next:");
    String example = " --text \"my brother's dog is hungry\" --show-attention";
    printNext("translate " + folder + example, "");
    printNext("translate " + folder, "asks for sentences");
    printNext("quickstart --phrases phrases.tsv", "writes the phrase book");
    printNext(
        "evaluate " + folder + " --pairs phrases-held-out.tsv", "scores it on the held-out part");
    printNext("train translation --pairs YOUR-PAIRS.tsv --out my-model", "");
  }

  /// A command to try, and what it does where the command does not say.
  private void printNext(String command, String what) {
    line.print(
        ("    %s " + (what.isEmpty() ? "%s%s" : "%-56s (%s)"))
            .formatted(Invocation.command(), command, what));
  }
}
