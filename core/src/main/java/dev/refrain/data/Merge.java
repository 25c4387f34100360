package dev.refrain.data;

/// Two neighbouring pieces that are joined to one.
///
/// @param left what comes first
/// @param right what comes next
record Merge(String left, String right) {
  /// Both pieces as one.
  String joined() {
    return left + right;
  }
}
