package dev.refrain.bench.peer;

import dev.refrain.data.Windows;
import java.util.Locale;
import java.util.SplittableRandom;

/// The character models whose training speed is compared: vocabulary 85, embedding 64.
public enum SpeedCase {
  LSTM_1X128(ModelShape.Cell.LSTM, 1, 128, 60),
  LSTM_2X256(ModelShape.Cell.LSTM, 2, 256, 64),
  GRU_1X128(ModelShape.Cell.GRU, 1, 128, 60),
  GRU_2X256(ModelShape.Cell.GRU, 2, 256, 64);

  private static final int VOCABULARY = 85;
  private static final int EMBEDDING = 64;
  private static final int BATCH = 32;
  private static final long SEED = 1;

  private final ModelShape.Cell cell;
  private final int layers;
  private final int hidden;
  private final int length;

  SpeedCase(ModelShape.Cell cell, int layers, int hidden, int length) {
    this.cell = cell;
    this.layers = layers;
    this.hidden = hidden;
    this.length = length;
  }

  /// The sizes of the model.
  public ModelShape shape() {
    double dropout = 0;
    return new ModelShape(cell, VOCABULARY, EMBEDDING, hidden, layers, dropout);
  }

  /// Sequences in a step.
  public int batch() {
    return BATCH;
  }

  /// Characters in a sequence.
  public int length() {
    return length;
  }

  /// Characters predicted in a step.
  public int charactersPerStep() {
    return BATCH * length;
  }

  /// Batches of random characters, the same for every contender.
  public Windows randomText(int batches) {
    int characters = Math.multiplyExact(batches, charactersPerStep()) + 1;
    int[] ids = new SplittableRandom(SEED).ints(characters, 0, VOCABULARY).toArray();
    return new Windows(ids, length, length, BATCH, Windows.Targets.EVERY);
  }

  /// For example `lstm-1x128`.
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
