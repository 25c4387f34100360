package dev.refrain.data;

import static dev.refrain.config.Checks.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// Which columns of a file of tagged words hold what; see [ColumnFile].
///
/// @param words the column of the words, from 1
/// @param tags the column of the tags, from 1, or from the end: −1 is the last
/// @param separator what stands between columns
/// @param comment lines that begin with this are left out; if it is empty, lines before a sentence are
///     that begin with `#` and have no tab, in a file whose columns tabs separate
public record ColumnFormat(int words, int tags, Separator separator, String comment) {
  /// What separates columns.
  public enum Separator {
    /// Tabs where the first line with a word has one, else blanks.
    AUTO,
    /// A tab each, so that a word may hold blanks.
    TAB,
    /// Any number of blanks and tabs.
    BLANK;

    /// The name people write: `auto`, `tab` or `blank`.
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The constant of a name.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists the known ones
    @JsonCreator
    public static Separator named(String label) {
      return Labels.find(values(), Separator::label, "separator", label);
    }

    @Override
    public String toString() {
      return label();
    }
  }

  /// Words in the first column, tags in the last.
  public static final ColumnFormat STANDARD = new ColumnFormat(1, -1, Separator.AUTO, "");

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public ColumnFormat {
    require(words != 0, "columns.words is 0; columns count from 1, or from the end as -1, -2, ...");
    require(tags != 0, "columns.tags is 0; columns count from 1, or from the end as -1, -2, ...");
    require(words != tags, "columns.words and columns.tags are both %d", words);
    require(separator != null, "columns.separator is missing; known are auto, tab, blank");
    require(comment != null, "columns.comment is missing; leave it empty for none");
  }

  /// The same with other columns.
  public ColumnFormat withColumns(int newWords, int newTags) {
    return new ColumnFormat(newWords, newTags, separator, comment);
  }
}
