package dev.refrain.task.tagging;

/// A tag of a scheme of entities in its two parts: `B-person` begins a person.
///
/// @param kind `O` outside, `B` begin, `I` inside, `E` end, `S` single
/// @param type what the entity is; empty if the tag says none
record Tag(char kind, String type) {
  static final Tag OUTSIDE = new Tag('O', "");
  private static final String KINDS = "BIES";

  /// Whether a tag is of this form.
  static boolean isOne(String text) {
    return text.equals("O") || isOfEntity(text);
  }

  /// Whether a tag is of a part of an entity.
  static boolean isOfEntity(String text) {
    return !text.isEmpty()
        && KINDS.indexOf(text.charAt(0)) >= 0
        && (text.length() == 1 || (text.charAt(1) == '-' && text.length() > 2));
  }

  /// Takes a tag apart; what is not of this form is outside.
  static Tag parse(String text) {
    return isOfEntity(text)
        ? new Tag(text.charAt(0), text.length() == 1 ? "" : text.substring(2))
        : OUTSIDE;
  }

  /// As it is written.
  String text() {
    return type.isEmpty() ? String.valueOf(kind) : kind + "-" + type;
  }
}
