package dev.refrain.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.LabelSplit;
import dev.refrain.data.LabelledText;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.data.series.Series;
import dev.refrain.data.series.SeriesSet;
import dev.refrain.nn.readout.ReadoutKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.task.classification.ClassificationConfig;
import dev.refrain.task.classification.ClassificationCorpus;
import dev.refrain.task.classification.ClassificationModel;
import dev.refrain.task.classification.InputKind;
import dev.refrain.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is special about `train classification`.
///
/// @param heldOut the file to write the held-out texts to; null for none
record TrainableClassification(Path heldOut) implements TrainableTask<ClassificationTraining> {
  private static final double ADAM_RATE = 1e-3;
  private static final String RECURRENT = "model.recurrent";

  @Override
  public String name() {
    return ClassificationModel.TASK;
  }

  /// What is read depends on which data are given, and the tokens on the unit.
  @Override
  public ClassificationTraining defaults(ObjectNode given) {
    JsonNode unit = Settings.at(given, "model.tokens.unit");
    JsonNode input = Settings.at(given, "model.input");
    InputKind kind =
        Settings.at(given, "series.files").isEmpty() ? InputKind.TEXT : InputKind.SERIES;
    if (input.isTextual()) {
      kind = InputKind.named(input.asText());
    }
    ClassificationConfig model = ClassificationConfig.defaults(kind);
    if (unit.isTextual() && kind == InputKind.TEXT) {
      model = model.withTokens(TokenConfig.defaults(TokenUnit.named(unit.asText())));
    }
    return new ClassificationTraining(
        LabelledPlace.NOWHERE,
        SeriesPlace.NOWHERE,
        "",
        List.of(),
        "",
        List.of(),
        model,
        Learning.defaults(given, ADAM_RATE));
  }

  @Override
  public void requireData(ClassificationTraining config) {
    if (!config.data().isGiven() && !config.series().isGiven()) {
      throw new WrongUsage(
          "--data is missing: the table of labelled texts (or --class LABEL=FILE, or --series)");
    }
  }

  @Override
  public Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("data.table", "--data");
    places.put("data.classes", "--class");
    places.put("series.files", "--series");
    places.put("series.labels", "--labels");
    places.put("series.groups", "--groups");
    places.put("validationTable", "--validation-data");
    places.put("validationSeries", "--validation-series");
    places.put("validationLabels", "--validation-labels");
    return places;
  }

  @Override
  public RecurrentSections sections() {
    return new RecurrentSections(List.of(RECURRENT), List.of(RECURRENT));
  }

  @Override
  public List<RecurrentConfig> recurrent(ClassificationTraining config) {
    return List.of(config.model().recurrent());
  }

  @Override
  public List<IdleOption<ClassificationTraining>> idleOptions() {
    return List.of(
        new IdleOption<>(
            "--validation",
            config -> config.validationInFiles() || !config.validationGroups().isEmpty(),
            "is for data of which nothing else is said to be held out"),
        new IdleOption<>(
            "--group-column",
            ClassificationTraining::validationInFiles,
            "is for data without validation files"),
        new IdleOption<>(
            "--attention-size",
            config -> config.model().readout() != ReadoutKind.ATTENTION,
            "is for --readout attention"),
        new IdleOption<>(
            "--text-column", config -> config.data().table().isEmpty(), "is for --data"),
        new IdleOption<>(
            "--label-column", config -> !config.data().classes().isEmpty(), "is for a table"));
  }

  @Override
  public Lesson prepare(ClassificationTraining config) throws IOException {
    ClassificationCorpus corpus =
        switch (config.model().input()) {
          case TEXT -> texts(config);
          case SERIES -> series(config);
        };
    var model =
        ClassificationModel.create(config.model(), corpus, Rng.seeded(config.learning().seed()));
    return new ClassificationLesson(corpus, model);
  }

  private ClassificationCorpus texts(ClassificationTraining config) throws IOException {
    List<LabelledText> all = config.data().read();
    List<LabelledText> training = all;
    List<LabelledText> validation = new ArrayList<>();
    if (config.validationInFiles()) {
      validation.addAll(config.data().withTable(config.validationTable()).read());
    } else {
      BitSet out =
          heldOut(
              config,
              all.stream().map(LabelledText::label).toList(),
              all.stream().map(LabelledText::group).toList());
      training = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        (out.get(i) ? validation : training).add(all.get(i));
      }
    }
    if (heldOut != null) {
      write(validation);
    }
    return ClassificationCorpus.ofTexts(config.data().name(), training, validation, config.model());
  }

  private ClassificationCorpus series(ClassificationTraining config) {
    if (heldOut != null) {
      throw new WrongUsage("--held-out writes texts, and --series gives series; leave it out");
    }
    LabelledPlace columns = config.data();
    SeriesSet all = config.series().read(columns.format(), columns.label(), columns.group());
    if (config.validationInFiles()) {
      SeriesSet validation =
          config
              .series()
              .at(config.validationSeries(), config.validationLabels())
              .withFeatures(all.features())
              .read(columns.format(), columns.label(), "");
      return ClassificationCorpus.ofSeries(all, validation, config.model());
    }
    all.labels(); // says which series lacks one
    if (config.grouped()) {
      all.groups();
    }
    List<Series> series = all.series();
    BitSet out =
        heldOut(
            config,
            series.stream().map(one -> one.label().orElseThrow()).toList(),
            series.stream().map(one -> one.group().orElse("")).toList());
    List<Series> training = new ArrayList<>();
    List<Series> validation = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      (out.get(i) ? validation : training).add(series.get(i));
    }
    return ClassificationCorpus.ofSeries(
        all.withSeries(training),
        validation.isEmpty() ? null : all.withSeries(validation),
        config.model());
  }

  private static BitSet heldOut(
      ClassificationTraining config, List<String> labels, List<String> groups) {
    Rng rng = Rng.seeded(config.learning().seed()).split("held out");
    double part = config.model().validation();
    if (!config.validationGroups().isEmpty()) {
      return LabelSplit.ofGroups(groups, Set.copyOf(config.validationGroups()));
    }
    return config.grouped()
        ? LabelSplit.byGroup(groups, part, rng)
        : LabelSplit.stratified(labels, part, rng);
  }

  private void write(List<LabelledText> texts) throws IOException {
    if (texts.isEmpty()) {
      throw new CommandFailed(
          "--held-out needs held-out texts, and none is held out; give a larger --validation");
    }
    List<String> lines = new ArrayList<>(List.of("label\ttext"));
    texts.forEach(text -> lines.add(column(text.label()) + "\t" + column(text.text())));
    Files.write(heldOut, lines);
  }

  /// A tab or a line end within a text would be one more column or row.
  private static String column(String text) {
    return text.replaceAll("[\\t\\r\\n]", " ");
  }
}
