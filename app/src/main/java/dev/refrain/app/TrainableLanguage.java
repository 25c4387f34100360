package dev.refrain.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.TextFile;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.task.language.Corpus;
import dev.refrain.task.language.FeedKind;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.LanguageModelConfig;
import dev.refrain.task.language.TextLevel;
import dev.refrain.tensor.Rng;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What is special about `train language`.
///
/// @param prompt what the model is to go on from after each epoch; null for nothing
record TrainableLanguage(String prompt) implements TrainableTask<LanguageTraining> {
  private static final double ADAM_RATE = 3e-3;
  private static final String RECURRENT = "model.recurrent";

  @Override
  public String name() {
    return LanguageModel.TASK;
  }

  /// The defaults depend on the level.
  @Override
  public LanguageTraining defaults(ObjectNode given) {
    JsonNode level = given.path("model").path("level");
    return new LanguageTraining(
        "",
        LanguageModelConfig.defaults(
            level.isMissingNode() ? TextLevel.CHARACTER : TextLevel.named(level.asText())),
        Learning.defaults(given, ADAM_RATE));
  }

  @Override
  public void requireData(LanguageTraining config) {
    if (config.text().isEmpty()) {
      throw new WrongUsage("--text is missing: the file to learn from");
    }
  }

  @Override
  public Map<String, String> places() {
    return Map.of("text", "--text");
  }

  @Override
  public RecurrentSections sections() {
    return new RecurrentSections(List.of(RECURRENT), List.of(RECURRENT));
  }

  @Override
  public List<RecurrentConfig> recurrent(LanguageTraining config) {
    return List.of(config.model().recurrent());
  }

  @Override
  public List<IdleOption<LanguageTraining>> idleOptions() {
    return List.of(
        new IdleOption<>(
            "--step",
            config -> config.model().feed() == FeedKind.STREAM && config.model().step() > 0,
            "is for --feed windows; the pieces of a stream follow each other"),
        byCharacter("--min-count"),
        byCharacter("--max-words"),
        byCharacter("--lines"));
  }

  private static IdleOption<LanguageTraining> byCharacter(String option) {
    return new IdleOption<>(
        option, config -> config.model().level() == TextLevel.CHARACTER, "is for --level word");
  }

  @Override
  public Lesson prepare(LanguageTraining config) {
    Path path = Path.of(config.text());
    TextFile file = TextFile.read(path);
    file.cut().ifPresent(cut -> System.err.println(cut));
    Corpus corpus = Corpus.of(path.getFileName().toString(), file.text(), config.model());
    long seed = config.learning().seed();
    LanguageModel model = LanguageModel.create(config.model(), corpus, Rng.seeded(seed));
    if (prompt != null) {
      // one that the model cannot read must be known before the first epoch is over
      model.openSession().push(prompt);
    }
    return new LanguageLesson(config.text(), corpus, model, prompt, Rng.seeded(seed));
  }
}
