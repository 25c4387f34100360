package dev.refrain.app;

/// Words of a command that a person can paste into a shell.
final class ShellWord {
  private ShellWord() {}

  /// A word as a POSIX shell reads it back.
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
