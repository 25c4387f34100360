package dev.refrain.nn.crf;

import java.util.function.IntPredicate;

/// Which of K tags may begin a sequence, end one, and follow which: hard rules, for example those of
/// a tag scheme.
public final class ChainConstraints {
  private final int tags;
  private final boolean[] begins;
  private final boolean[] follows; // [K, K]: row before column
  private final boolean[] ends;

  private ChainConstraints(int tags) {
    if (tags < 1) {
      throw new IllegalArgumentException("a chain of %d tags; it needs at least 1".formatted(tags));
    }
    this.tags = tags;
    begins = new boolean[tags];
    follows = new boolean[tags * tags];
    ends = new boolean[tags];
  }

  /// Whether a tag may follow another.
  @FunctionalInterface
  public interface Succession {
    boolean allows(int before, int after);
  }

  /// Everything is allowed.
  public static ChainConstraints none(int tags) {
    return of(tags, tag -> true, (before, after) -> true, tag -> true);
  }

  /// What is allowed.
  ///
  /// @param tags K
  /// @throws IllegalArgumentException if there is no tag
  public static ChainConstraints of(
      int tags, IntPredicate begins, Succession follows, IntPredicate ends) {
    var constraints = new ChainConstraints(tags);
    for (int tag = 0; tag < tags; tag++) {
      constraints.begins[tag] = begins.test(tag);
      constraints.ends[tag] = ends.test(tag);
      for (int after = 0; after < tags; after++) {
        constraints.follows[tag * tags + after] = follows.allows(tag, after);
      }
    }
    return constraints;
  }

  /// K.
  public int tags() {
    return tags;
  }

  /// Whether a sequence may begin with a tag.
  public boolean begins(int tag) {
    return begins[tag];
  }

  /// Whether `after` may follow `before`.
  public boolean follows(int before, int after) {
    return follows[before * tags + after];
  }

  /// Whether a sequence may end with a tag.
  public boolean ends(int tag) {
    return ends[tag];
  }
}
