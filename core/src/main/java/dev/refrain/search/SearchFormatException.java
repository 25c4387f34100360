package dev.refrain.search;

/// A description of a search says something that cannot be meant; the message is one sentence, and
/// the pointer says where.
public final class SearchFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String pointer;

  SearchFormatException(String pointer, String message) {
    super(message);
    this.pointer = pointer;
  }

  SearchFormatException(String pointer, IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
    this.pointer = pointer;
  }

  /// Where it stands, as a JSON pointer (RFC 6901) from the description's root:
  /// `/space/layers/integer`. It may name a key that is missing.
  public String pointer() {
    return pointer;
  }
}
