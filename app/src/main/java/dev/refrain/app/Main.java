package dev.refrain.app;

/// Starts the command line.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.out.println("refrain 0.1.0-SNAPSHOT");
  }
}
