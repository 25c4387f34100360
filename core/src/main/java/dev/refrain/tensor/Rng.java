package dev.refrain.tensor;

/// Random numbers that can be named, split, saved and restored: a counter run through a 64-bit
/// mixer under a key (the construction of SplitMix64; Steele, Lea & Flood 2014). Two numbers are
/// its whole state, so a checkpoint holds it and a resumed run draws the same numbers.
///
/// Not safe for use by several threads: give each its own by [#split].
public final class Rng {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long key;
  private long counter;

  private Rng(long key, long counter) {
    this.key = key;
    this.counter = counter;
  }

  /// The generator of a seed.
  public static Rng seeded(long seed) {
    return new Rng(mix(seed + GOLDEN), 0);
  }

  /// What must be kept to go on later with the same numbers.
  public record State(long key, long counter) {}

  public State state() {
    return new State(key, counter);
  }

  /// A generator that goes on where another stood.
  public static Rng restored(State state) {
    return new Rng(state.key(), state.counter());
  }

  /// An independent generator named by `stream`. The same name gives the same generator however
  /// many numbers have been drawn here.
  public Rng split(long stream) {
    return new Rng(mix(key ^ mix(stream + GOLDEN)), 0);
  }

  /// An independent generator named by a word, for example a parameter's name.
  public Rng split(String stream) {
    long hash = 0xCBF29CE484222325L; // FNV-1a
    for (int i = 0; i < stream.length(); i++) {
      hash = (hash ^ stream.charAt(i)) * 0x100000001B3L;
    }
    return split(hash);
  }

  public long nextLong() {
    return mix(key + GOLDEN * ++counter);
  }

  /// Uniform in `[0, 1)`, 53 random bits.
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /// Uniform in `[low, high)`.
  public double nextDouble(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /// Uniform in `0 … bound-1`, without bias.
  ///
  /// @throws IllegalArgumentException if the bound is not positive
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound " + bound + " is not positive");
    }
    long bits = nextLong() >>> 1;
    long value = bits % bound;
    while (bits - value + (bound - 1) < 0) { // the last, incomplete cycle is drawn again
      bits = nextLong() >>> 1;
      value = bits % bound;
    }
    return (int) value;
  }

  /// A draw from the normal distribution of mean 0 and deviation 1 (Box & Muller 1958).
  public double nextGaussian() {
    double radius = Math.sqrt(-2 * Math.log(1 - nextDouble()));
    return radius * Math.cos(2 * Math.PI * nextDouble());
  }

  /// Puts the elements in a random order (Fisher & Yates).
  public void shuffle(int[] elements) {
    for (int i = elements.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int swapped = elements[i];
      elements[i] = elements[j];
      elements[j] = swapped;
    }
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
