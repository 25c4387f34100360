package dev.refrain.decode;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// Which tokens frame a sequence, and which may not be in one.
///
/// @param begin the token that is read first and never written
/// @param end the token that ends a sequence
/// @param forbidden tokens that are not to be written, such as the unknown word
public record TokenRoles(int begin, int end, Set<Integer> forbidden) {

  /// @throws IllegalArgumentException if the end is also the beginning or forbidden, or a token is
  ///     negative
  public TokenRoles {
    forbidden = Set.copyOf(forbidden);
    if (begin < 0 || end < 0 || begin == end || forbidden.contains(end)) {
      throw new IllegalArgumentException(
          "token %d begins a sequence, %d ends it and %s are forbidden; the end must be a token of its own"
              .formatted(begin, end, forbidden));
    }
  }

  /// Sequences in which any token may be written but the one that begins them.
  public static TokenRoles of(int begin, int end) {
    return new TokenRoles(begin, end, Set.of());
  }

  /// The same with these forbidden tokens instead; negative ones, which stand for none, are left
  /// out.
  public TokenRoles forbidding(int... tokens) {
    return new TokenRoles(
        begin,
        end,
        Arrays.stream(tokens).filter(t -> t >= 0).boxed().collect(Collectors.toUnmodifiableSet()));
  }

  /// Whether a token may be written, the one that ends a sequence included.
  boolean allows(int token) {
    return token != begin && !forbidden.contains(token);
  }
}
