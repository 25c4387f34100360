package dev.refrain.decode;

import java.util.List;

/// A model that continues sequences token by token: all that a decoder knows of it. Several
/// sequences go one step at once, so that a beam costs one batch a step.
///
/// @param <S> what the model remembers of one sequence; immutable
public interface TokenSource<S> {
  /// Reads one more token in each of several sequences.
  ///
  /// @param states where each sequence stands
  /// @param tokens the token each one reads next
  /// @return one continuation for each, in the same order
  List<Continuation<S>> advance(List<S> states, int[] tokens);
}
