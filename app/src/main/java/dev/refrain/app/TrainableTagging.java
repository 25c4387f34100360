package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.ColumnFile;
import dev.refrain.data.ColumnFormat;
import dev.refrain.data.TaggedSentence;
import dev.refrain.data.WordVectorFile;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.task.tagging.TaggingConfig;
import dev.refrain.task.tagging.TaggingCorpus;
import dev.refrain.task.tagging.TaggingModel;
import dev.refrain.tensor.Rng;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What is special about `train tagging`.
final class TrainableTagging implements TrainableTask<TaggingTraining> {
  private static final double ADAM_RATE = 3e-3;
  private static final String RECURRENT = "model.recurrent";

  @Override
  public String name() {
    return TaggingModel.TASK;
  }

  @Override
  public TaggingTraining defaults(ObjectNode given) {
    return new TaggingTraining(
        "", "", "", "", TaggingConfig.defaults(), Learning.defaults(given, ADAM_RATE));
  }

  @Override
  public void requireData(TaggingTraining config) {
    if (config.data().isEmpty()) {
      throw new WrongUsage("--train is missing: the file of tagged sentences");
    }
  }

  @Override
  public Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("data", "--train");
    places.put("validation", "--validation");
    places.put("test", "--test");
    places.put("vectors", "--vectors");
    return places;
  }

  @Override
  public RecurrentSections sections() {
    return new RecurrentSections(List.of(RECURRENT), List.of(RECURRENT));
  }

  @Override
  public List<RecurrentConfig> recurrent(TaggingTraining config) {
    return List.of(config.model().recurrent());
  }

  @Override
  public List<IdleOption<TaggingTraining>> idleOptions() {
    return List.of(
        new IdleOption<>(
            "--validation-part",
            config -> !config.validation().isEmpty(),
            "is for data without a --validation file"),
        new IdleOption<>(
            "--unseen-tags",
            config -> config.validation().isEmpty() && config.test().isEmpty(),
            "is for --validation and --test"),
        new IdleOption<>(
            "--character-hidden",
            config -> config.model().characters().embedding() == 0,
            "needs a --character-embedding above 0"),
        new IdleOption<>(
            "--select",
            config -> config.validation().isEmpty() && config.model().validation() == 0,
            "needs held-out data"));
  }

  @Override
  public Lesson prepare(TaggingTraining config) {
    ColumnFormat columns = config.model().columns();
    ColumnFile file = ColumnFile.read(Path.of(config.data()), columns);
    TaggingCorpus corpus =
        config.validation().isEmpty()
            ? TaggingCorpus.of(file, config.model())
            : TaggingCorpus.of(
                file, ColumnFile.read(Path.of(config.validation()), columns), config.model());
    TaggingModel model = TaggingModel.create(corpus, Rng.seeded(config.learning().seed()));
    List<String> remarks = new ArrayList<>();
    if (!config.vectors().isEmpty()) {
      remarks.add(useVectors(Path.of(config.vectors()), model));
    }
    TaggingEvaluation test = null;
    if (!config.test().isEmpty()) {
      ColumnFile tested = ColumnFile.read(Path.of(config.test()), columns);
      List<TaggedSentence> references =
          model.references(tested, null, config.model().repair(), config.model().unseenTags());
      test = new TaggingEvaluation(model, tested.shortName(), references);
    }
    return new TaggingLesson(corpus, model, file, remarks, test);
  }

  private static String useVectors(Path path, TaggingModel model) {
    Set<String> wanted = new HashSet<>(model.words().tokens());
    model.words().tokens().forEach(word -> wanted.add(word.toLowerCase(Locale.ROOT)));
    WordVectorFile file = WordVectorFile.read(path, wanted::contains);
    int used = model.useVectors(file.vectors());
    return String.format(
        Locale.ROOT,
        "%s: %,d vectors of %d numbers; %,d of %,d words begin with one%s",
        path.getFileName(),
        file.words(),
        file.vectors().width(),
        used,
        model.words().size() - 1,
        file.repeated() == 0
            ? ""
            : "; %,d words came again, and their first counts".formatted(file.repeated()));
  }
}
