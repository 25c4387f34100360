package dev.refrain.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.PairFile;
import dev.refrain.data.SentencePair;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.task.translation.TeacherForcing;
import dev.refrain.task.translation.TranslationConfig;
import dev.refrain.task.translation.TranslationCorpus;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is special about `train translation`.
///
/// @param samples how many held-out sentences are shown after each epoch
/// @param heldOut the file to write the held-out pairs to; null for none
record TrainableTranslation(int samples, Path heldOut)
    implements TrainableTask<TranslationTraining> {
  private static final double ADAM_RATE = 1e-3;
  private static final String ENCODER = "model.encoder";
  private static final String DECODER = "model.decoder";

  @Override
  public String name() {
    return TranslationModel.TASK;
  }

  /// The tokens depend on the unit, the selection on whether it is the tutorial's and on the
  /// direction, and the teacher forcing stays as it begins.
  @Override
  public TranslationTraining defaults(ObjectNode given) {
    JsonNode unit = Settings.at(given, "model.tokens.unit");
    JsonNode ratio = Settings.at(given, "model.teacherForcing.ratio");
    boolean swap = given.path("swap").asBoolean();
    TranslationConfig model = TranslationConfig.defaults();
    if (unit.isTextual()) {
      model = model.withTokens(TokenConfig.defaults(TokenUnit.named(unit.asText())));
    }
    if (ratio.isNumber()) {
      model = model.withTeacherForcing(TeacherForcing.of(ratio.asDouble()));
    }
    return new TranslationTraining(
        PairPlace.NOWHERE,
        PairPlace.NOWHERE,
        swap,
        PairSelection.defaults(Settings.at(given, "selection.tutorial").asBoolean(), swap),
        model,
        Learning.defaults(given, ADAM_RATE));
  }

  @Override
  public void requireData(TranslationTraining config) {
    if (!config.data().isGiven()) {
      throw new WrongUsage(
          "--pairs is missing: the file of sentence pairs (or --source and --target)");
    }
  }

  @Override
  public Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    for (String side : List.of("pairs", "source", "target")) {
      places.put("data." + side, "--" + side);
      places.put("validation." + side, "--validation-" + side);
    }
    return places;
  }

  @Override
  public RecurrentSections sections() {
    return new RecurrentSections(List.of(ENCODER, DECODER), List.of(ENCODER));
  }

  @Override
  public List<RecurrentConfig> recurrent(TranslationTraining config) {
    return List.of(config.model().encoder(), config.model().decoder());
  }

  @Override
  public List<IdleOption<TranslationTraining>> idleOptions() {
    return List.of(
        new IdleOption<>(
            "--validation",
            config -> config.validation().isGiven() && config.model().validation() > 0,
            "is for pairs without a validation file"),
        new IdleOption<>(
            "--filter-side", config -> !config.selection().tutorial(), "is for --tutorial-filter"),
        new IdleOption<>(
            "--teacher-forcing-per",
            config -> isAlways(config.model().teacherForcing()),
            "needs a --teacher-forcing below 1"),
        new IdleOption<>(
            "--teacher-forcing-epochs",
            config -> isConstant(config.model().teacherForcing()),
            "needs a --teacher-forcing-final that differs from --teacher-forcing"));
  }

  private static boolean isAlways(TeacherForcing forcing) {
    return forcing.ratio() == 1 && forcing.finalRatio() == 1;
  }

  private static boolean isConstant(TeacherForcing forcing) {
    return forcing.epochs() > 0 && forcing.ratio() == forcing.finalRatio();
  }

  @Override
  public Lesson prepare(TranslationTraining config) throws IOException {
    PairFile file = read(config, config.data());
    List<SentencePair> taken = config.selection().of(file);
    TranslationCorpus corpus;
    if (config.validation().isGiven()) {
      List<SentencePair> others = config.selection().of(read(config, config.validation()));
      corpus = TranslationCorpus.of(file.name(), taken, others, config.model());
    } else {
      corpus = TranslationCorpus.of(file.name(), taken, config.model());
    }
    if (corpus.heldOut().isEmpty() && (samples > 0 || heldOut != null)) {
      throw new CommandFailed(
          "%s needs held-out pairs, and none is held out; give a larger --validation"
              .formatted(samples > 0 ? "--sample" : "--held-out"));
    }
    if (heldOut != null) {
      write(corpus.heldOut());
    }
    TranslationModel model =
        TranslationModel.create(config.model(), corpus, Rng.seeded(config.learning().seed()));
    return new TranslationLesson(file.pairs().size() - taken.size(), corpus, model, samples);
  }

  private static PairFile read(TranslationTraining config, PairPlace place) {
    PairFile file = place.read();
    return config.swap() ? file.swapped() : file;
  }

  /// In the direction in which they are learned.
  private void write(List<SentencePair> pairs) throws IOException {
    Files.write(
        heldOut, pairs.stream().map(p -> column(p.source()) + "\t" + column(p.target())).toList());
  }

  /// A tab within a sentence would be one more column.
  private static String column(String sentence) {
    return sentence.replace('\t', ' ');
  }
}
