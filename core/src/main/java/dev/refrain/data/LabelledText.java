package dev.refrain.data;

/// A text and the class it is of.
///
/// @param text as it stands in the file
/// @param label the name of its class; empty where it is not known
/// @param group whom or what it comes from, such as an author, for splits that keep what belongs
///     together in one part; empty if nothing is said
/// @param place where it stands, for messages: `reviews.tsv, line 3`
public record LabelledText(String text, String label, String group, String place) {
  /// A text that belongs to no group and stands in no file.
  public LabelledText(String text, String label) {
    this(text, label, "", "'" + Excerpt.of(text) + "'");
  }
}
