package dev.refrain.decode;

/// What a beam looks for: which tokens may go on a sequence, and which end it.
@FunctionalInterface
public interface Goal {
  /// What a token does to a sequence.
  enum Verdict {
    /// It becomes part of the sequence.
    GO_ON,
    /// It ends the sequence and is not part of it.
    END,
    /// It may not come here.
    REFUSE
  }

  /// What `token` does after the tokens `soFar` (not to be changed).
  Verdict judge(int[] soFar, int token);
}
