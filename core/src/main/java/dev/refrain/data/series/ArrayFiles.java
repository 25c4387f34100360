package dev.refrain.data.series;

import dev.refrain.data.DataException;
import dev.refrain.data.DataInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Series in arrays `[N, T]` or `[N, T, F]`: NumPy's .npy, arrays of an .npz, or IDX as the MNIST images
/// are, which are read row by row. Which it is, the first bytes say; gzip may have compressed .npy and
/// IDX. NaN is a missing value, and steps at the end of a series in which all values are NaN are no
/// steps, so that shorter series may be filled up.
///
/// @param values the file with the series
/// @param labels a file with `[N]` whole numbers; or a text file with a label on each line; or empty.
///     The file with the series itself if that is an .npz
/// @param groups the same with the groups
/// @param valuesName the name of the array with the series, in an .npz
/// @param labelsName the name of the array with the labels, in an .npz
/// @param groupsName the name of the array with the groups, in an .npz
/// @param flat whether every number of a series is a step of one feature: images pixel by pixel
public record ArrayFiles(
    Path values,
    Optional<Path> labels,
    Optional<Path> groups,
    String valuesName,
    String labelsName,
    String groupsName,
    boolean flat) {

  /// The arrays x, y and group, where they are in an .npz.
  public static ArrayFiles of(Path values, Optional<Path> labels, Optional<Path> groups) {
    return new ArrayFiles(values, labels, groups, "x", "y", "group", false);
  }

  /// The same, every number a step.
  public ArrayFiles flattened() {
    return new ArrayFiles(values, labels, groups, valuesName, labelsName, groupsName, true);
  }

  /// Reads all series.
  ///
  /// @throws DataException if a file cannot be read, is no array, is shorter than its header claims,
  ///     or has another shape than it must have
  public SeriesSet read() {
    return open(
        values,
        valuesName,
        array -> {
          long count = array.shape().isEmpty() ? 0 : array.shape().getFirst();
          List<String> label = words(labels, labelsName, count);
          List<String> group = words(groups, groupsName, count);
          List<Series> series = array.series(flat, label, group);
          int features = series.isEmpty() ? 1 : series.getFirst().features();
          return new SeriesSet(values.toString(), Padding.featureNames(features), series);
        });
  }

  private List<String> words(Optional<Path> file, String name, long count) {
    if (file.isEmpty()) {
      return List.of();
    }
    try (DataInput in = DataInput.open(file.get())) {
      if (Magic.of(in.readNBytes(Magic.BYTES)) == Magic.NONE) {
        return PlainLines.words(
            file.get(), values.toString(), (int) Math.min(count, Integer.MAX_VALUE));
      }
    }
    return open(file.get(), name, array -> array.words(values.toString(), count));
  }

  /// What the first bytes of a file say.
  private enum Magic {
    NPY,
    ZIP,
    IDX,
    NONE;

    static final int BYTES = 6;

    static Magic of(byte[] start) {
      if (start.length == BYTES
          && (start[0] & 0xFF) == 0x93
          && new String(start, 1, 5, StandardCharsets.ISO_8859_1).equals("NUMPY")) {
        return NPY;
      }
      if (start.length >= 4 && start[0] == 'P' && start[1] == 'K') {
        return ZIP;
      }
      return start.length >= 4 && start[0] == 0 && start[1] == 0 ? IDX : NONE;
    }
  }

  private static <T> T open(Path path, String name, Function<NumberArray, T> use) {
    Magic magic;
    try (DataInput in = DataInput.open(path)) {
      magic = Magic.of(in.readNBytes(Magic.BYTES));
    }
    if (magic == Magic.ZIP) {
      return openEntry(path, name, use);
    }
    try (DataInput in = DataInput.open(path)) {
      return switch (magic) {
        case NPY -> {
          in.readNBytes(Magic.BYTES);
          yield use.apply(NpyHeader.read(in));
        }
        case IDX -> {
          in.readNBytes(2);
          yield use.apply(IdxHeader.read(in));
        }
        case ZIP, NONE ->
            throw new DataException(
                path
                    + " is no array: it begins neither as .npy nor as .npz nor as IDX; name one, or"
                    + " read it as a table.");
      };
    }
  }

  private static <T> T openEntry(Path path, String name, Function<NumberArray, T> use) {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      ZipEntry entry = zip.getEntry(name + ".npy");
      if (entry == null) {
        throw new DataException(
            "%s has no array '%s'; its arrays are %s."
                .formatted(
                    path,
                    name,
                    zip.stream()
                        .map(one -> one.getName().replaceFirst("\\.npy$", ""))
                        .limit(30)
                        .collect(Collectors.joining(", "))));
      }
      try (DataInput in = DataInput.of(path + " (" + name + ")", zip.getInputStream(entry))) {
        if (Magic.of(in.readNBytes(Magic.BYTES)) != Magic.NPY) {
          throw new DataException(in.name() + " is no NumPy array; save it with numpy.savez.");
        }
        return use.apply(NpyHeader.read(in));
      }
    } catch (ZipException e) {
      throw new DataException(
          "%s is damaged (%s); copy it again.".formatted(path, e.getMessage()), e);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s.".formatted(path, e.getMessage()), e);
    }
  }
}
