package dev.refrain.data;

/// A sentence pair as token numbers, without begin and end.
public final class EncodedPair {
  private final int[] source;
  private final int[] target;

  /// A pair of these numbers (not copied).
  ///
  /// @throws IllegalArgumentException if there is nothing to read
  public EncodedPair(int[] source, int[] target) {
    if (source.length == 0) {
      throw new IllegalArgumentException("a pair whose source has no tokens");
    }
    this.source = source;
    this.target = target;
  }

  /// The token numbers of the sentence that is read (not copied; not to be changed).
  public int[] source() {
    return source;
  }

  /// The token numbers of the sentence that is written (not copied; not to be changed).
  public int[] target() {
    return target;
  }
}
