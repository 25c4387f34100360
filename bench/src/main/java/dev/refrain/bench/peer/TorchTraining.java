package dev.refrain.bench.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.refrain.data.CharacterTokenizer;
import dev.refrain.data.DataException;
import dev.refrain.data.Feed;
import dev.refrain.data.IdBatch;
import dev.refrain.data.SplitText;
import dev.refrain.data.TextCodec;
import dev.refrain.data.TextFile;
import dev.refrain.data.TextStream;
import dev.refrain.data.Vocabulary;
import dev.refrain.data.VocabularyFile;
import dev.refrain.data.Windows;
import dev.refrain.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Trains the libtorch character model on a text and prints its losses: what the same training by
/// Refrain must not be worse than.
///
/// Prints a JSON object a line: `start`, one `epoch` each, `end`. Losses are means in nats per
/// character. The training loss of an epoch is the mean of its steps' losses, each before its
/// update; characters per second count training alone.
@Command(
    name = "torch-training",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Trains the libtorch character model on a text.")
public final class TorchTraining implements Callable<Integer> {
  @Option(names = "--text", required = true, description = "UTF-8, as Refrain reads it.")
  private Path text;

  @Option(
      names = "--vocabulary",
      description = "A model folder's vocabulary.txt; by default the text's own characters.")
  private Path vocabulary;

  @Option(names = "--cell", defaultValue = "LSTM", description = "${COMPLETION-CANDIDATES}")
  private ModelShape.Cell cell;

  @Option(names = "--hidden", defaultValue = "128")
  private int hidden;

  @Option(names = "--layers", defaultValue = "1")
  private int layers;

  @Option(names = "--embedding", defaultValue = "64", description = "Width; 0 for one-hot input.")
  private int embedding;

  @Option(names = "--dropout", defaultValue = "0", description = "Between layers.")
  private double dropout;

  @Option(names = "--length", defaultValue = "60", description = "Characters in a sequence.")
  private int length;

  @Option(names = "--step", description = "Between windows; by default the length.")
  private Integer step;

  @Option(names = "--stream", description = "Parallel streams with carried state, not windows.")
  private boolean stream;

  @Option(names = "--batch", defaultValue = "32", description = "Sequences in a step.")
  private int batch;

  @Option(names = "--epochs", defaultValue = "15")
  private int epochs;

  @Option(names = "--rate", defaultValue = "0.002", description = "Of Adam.")
  private double rate;

  @Option(names = "--clip", defaultValue = "5", description = "Global norm; 0 for none.")
  private double clip;

  @Option(names = "--seed", defaultValue = "1")
  private long seed;

  @Option(names = "--validation", defaultValue = "0.1", description = "Share at the text's end.")
  private double validation;

  @Option(names = "--threads", defaultValue = "1")
  private int threads;

  private final ObjectMapper json = new ObjectMapper();

  private TorchTraining() {}

  /// Runs the command and ends the process.
  ///
  /// @param arguments see `--help`
  public static void main(String[] arguments) {
    var command = new CommandLine(new TorchTraining());
    command.setExecutionExceptionHandler(
        (exception, _, _) -> {
          if (exception instanceof DataException) {
            System.err.println(exception.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
          }
          throw exception;
        });
    System.exit(command.execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    String content = TextFile.read(text).text();
    var codec =
        new TextCodec(
            new CharacterTokenizer(),
            vocabulary == null ? Vocabulary.characters(content) : VocabularyFile.read(vocabulary));
    SplitText split = SplitText.characters(content, validation);
    int[] trainingIds = codec.encode(split.training()).ids();
    int[] validationIds = codec.encode(split.validation()).ids();
    torch.set_num_threads(threads);
    var shape = new ModelShape(cell, codec.vocabulary().size(), embedding, hidden, layers, dropout);
    try (var model =
        new TorchLanguageModel(shape, new TorchLanguageModel.Training(rate, clip, seed), batch)) {
      Feed training =
          stream
              ? TextStream.moving(trainingIds, length, batch)
              : windows(trainingIds, step == null ? length : step);
      Feed heldOut =
          stream ? TextStream.still(validationIds, length, batch) : windows(validationIds, length);
      var line = new LinkedHashMap<String, Object>();
      line.put("vocabulary", codec.vocabulary().size());
      line.put("training_characters", trainingIds.length);
      line.put("validation_characters", validationIds.length);
      line.put("steps_per_epoch", training.steps());
      line.put("threads", torch.get_num_threads());
      print("start", line);
      train(model, training, heldOut);
    }
    return 0;
  }

  private Feed windows(int[] ids, int apart) {
    return new Windows(ids, length, apart, batch, Windows.Targets.EVERY);
  }

  private void train(TorchLanguageModel model, Feed training, Feed heldOut) throws IOException {
    Rng order = Rng.seeded(seed);
    long from = System.nanoTime();
    double best = Double.POSITIVE_INFINITY;
    double trainingSeconds = 0;
    long trainedCharacters = 0;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      long epochFrom = System.nanoTime();
      training.startEpoch(order);
      Pass trained =
          pass(model, training, training.continuous() ? model::stepCarryingState : model::step);
      double seconds = (System.nanoTime() - epochFrom) * 1e-9;
      trainingSeconds += seconds;
      trainedCharacters += trained.characters();
      double validationLoss =
          pass(model, heldOut, sequences -> model.evaluate(sequences, heldOut.continuous()))
              .meanLoss();
      best = Math.min(best, validationLoss);
      var line = new LinkedHashMap<String, Object>();
      line.put("epoch", epoch);
      line.put("training_loss", trained.meanLoss());
      line.put("validation_loss", validationLoss);
      line.put("characters_per_second", Math.round(trained.characters() / seconds));
      line.put("seconds", (System.nanoTime() - from) * 1e-9);
      print("epoch", line);
    }
    var line = new LinkedHashMap<String, Object>();
    line.put("best_validation_loss", best);
    line.put("characters_per_second", Math.round(trainedCharacters / trainingSeconds));
    line.put("seconds", (System.nanoTime() - from) * 1e-9);
    line.put("peak_resident_megabytes", peakResidentMegabytes());
    print("end", line);
  }

  /// Losses summed over the characters of a pass through a text.
  private record Pass(double lossSum, long characters) {
    double meanLoss() {
      return lossSum / characters;
    }
  }

  /// @param meanLoss does what is to be done with a batch
  private static Pass pass(
      TorchLanguageModel model, Feed feed, ToDoubleFunction<IdBatch> meanLoss) {
    model.forget();
    var batch = new IdBatch();
    double lossSum = 0;
    long characters = 0;
    for (int i = 0; i < feed.steps(); i++) {
      feed.fill(i, 0, feed.rows(i), batch);
      double loss = meanLoss.applyAsDouble(batch);
      if (!Double.isFinite(loss)) {
        throw new ArithmeticException("the loss became " + loss);
      }
      lossSum += loss * batch.targets().length;
      characters += batch.targets().length;
    }
    return new Pass(lossSum, characters);
  }

  private void print(String event, Map<String, ?> values) throws IOException {
    var line = json.createObjectNode();
    line.put("event", event);
    values.forEach(line::putPOJO);
    System.out.println(json.writeValueAsString(line));
  }

  /// What Linux says of this process; 0 elsewhere.
  private static long peakResidentMegabytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    }
  }
}
