package dev.refrain.app;

/// How the user called us, for commands that we tell him to type.
final class Invocation {
  private Invocation() {}

  /// `refrain`, or the launcher's path as it was typed: `./refrain`.
  static String command() {
    return ShellWord.quoted(System.getProperty("refrain.command", "refrain"));
  }
}
