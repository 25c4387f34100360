package dev.refrain.decode;

/// A model that writes several sequences side by side, one token each a step: all that a batched
/// decoder knows of it. It is made for a batch of sentences, remembers where each of its rows
/// stands, and serves one decoding from first step to last.
///
/// Where a [TokenSource] hands its states out, to be kept and gone on from at any time, a step
/// source keeps them in its own buffers: only the rows of the step before can be gone on from, and
/// nothing is copied but what goes on.
public interface StepSource {
  /// How many tokens there are.
  int vocabulary();

  /// Reads one more token in each row. The number of rows may change from step to step; a row may
  /// be gone on from several times, or not at all.
  ///
  /// @param from for each new row the row of the step before that it goes on from; in the first
  ///     step the sentence
  /// @param tokens the token each row reads; in the first step the one that begins a sequence
  /// @return what is expected next in each row; valid until the next step
  StepScores advance(int[] from, int[] tokens);
}
