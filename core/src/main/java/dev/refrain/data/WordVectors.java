package dev.refrain.data;

import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/// Words with a vector each, compared by the cosine of the angle between them.
public final class WordVectors {
  private final List<String> words;
  private final Map<String, Integer> numbers;
  private final Tensor vectors; // [V, E]

  private WordVectors(List<String> words, Tensor vectors) {
    this.words = List.copyOf(words);
    this.vectors = vectors;
    numbers = HashMap.newHashMap(words.size());
    for (String word : words) {
      numbers.put(word, numbers.size());
    }
  }

  /// Words and their vectors `[V, E]`, which are not copied.
  ///
  /// @throws IllegalArgumentException if there are not as many, or a word is there twice
  public static WordVectors of(List<String> words, Tensor vectors) {
    if (vectors.shape().rank() != 2 || vectors.shape().extent(0) != words.size()) {
      throw new IllegalArgumentException(
          "%d words with vectors %s".formatted(words.size(), vectors.shape()));
    }
    var made = new WordVectors(words, vectors);
    if (made.numbers.size() != words.size()) {
      throw new IllegalArgumentException("a word has two vectors");
    }
    return made;
  }

  /// The words of a vocabulary, without its marks, and their rows of a table `[V, E]`.
  public static WordVectors of(Vocabulary vocabulary, Tensor table) {
    return of(vocabulary, table, id -> !vocabulary.mark(id));
  }

  /// The tokens of a codec that stand for text, and their rows of a table `[V, E]`.
  public static WordVectors of(SentenceCodec codec, Tensor table) {
    return of(
        codec.vocabulary(),
        table,
        id ->
            id != codec.begin()
                && id != codec.end()
                && id != codec.unknown()
                && !codec.vocabulary().mark(id));
  }

  /// Some tokens of a vocabulary and their rows of a table `[V, E]`.
  private static WordVectors of(Vocabulary vocabulary, Tensor table, IntPredicate taken) {
    int width = table.shape().columns();
    List<String> words = new ArrayList<>();
    List<Integer> ids = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (taken.test(id)) {
        words.add(vocabulary.token(id));
        ids.add(id);
      }
    }
    Tensor vectors = Tensor.zeros(Precision.FLOAT32, Shape.of(words.size(), width));
    for (int i = 0; i < ids.size(); i++) {
      vectors.slice(i, i + 1).copyFrom(table.slice(ids.get(i), ids.get(i) + 1));
    }
    return of(words, vectors);
  }

  /// The words, in the order of their vectors.
  public List<String> words() {
    return words;
  }

  /// E, how many numbers a vector has.
  public int width() {
    return vectors.shape().columns();
  }

  /// Whether a word has a vector.
  public boolean contains(String word) {
    return numbers.containsKey(word);
  }

  /// A word's vector.
  ///
  /// @throws IllegalArgumentException if it has none; the message says a word that is written
  ///     alike, if there is one
  public float[] vector(String word) {
    int number = number(word);
    return vectors.slice(number, number + 1).toArray();
  }

  private int number(String word) {
    Integer number = numbers.get(word);
    if (number == null) {
      String other = word.toLowerCase(Locale.ROOT);
      throw new IllegalArgumentException(
          "the model has no vector for '%s'%s"
              .formatted(
                  word,
                  numbers.containsKey(other) ? "; it has one for '%s'".formatted(other) : ""));
    }
    return number;
  }

  /// A word and how near it is.
  ///
  /// @param cosine of the angle between the two vectors, −1 to 1
  public record Neighbour(String word, double cosine) {}

  /// A word as it stands here: a subword that begins a word has a blank before it.
  public String resolved(String word) {
    return !contains(word) && contains(" " + word) ? " " + word : word;
  }

  /// The words nearest to a word, nearest first, without itself.
  ///
  /// @throws IllegalArgumentException if it has no vector
  public List<Neighbour> neighbours(String word, int count) {
    return nearest(unit(number(word)), count, List.of(word));
  }

  /// The words nearest to `second − first + third` of vectors of length 1, without these three: what
  /// is to `third` as `second` is to `first` (Mikolov, Yih & Zweig 2013).
  ///
  /// @throws IllegalArgumentException if one of them has no vector
  public List<Neighbour> analogy(String first, String second, String third, int count) {
    double[] wanted = unit(number(second));
    double[] minus = unit(number(first));
    double[] plus = unit(number(third));
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] += plus[i] - minus[i];
    }
    return nearest(wanted, count, List.of(first, second, third));
  }

  private double[] unit(int number) {
    double[] vector = vectors.slice(number, number + 1).toDoubles();
    double length = Math.sqrt(dot(vector, number));
    for (int i = 0; i < vector.length && length > 0; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  private double dot(double[] with, int number) {
    double sum = 0;
    for (int i = 0; i < with.length; i++) {
      sum += with[i] * vectors.get(number * with.length + i);
    }
    return sum;
  }

  private List<Neighbour> nearest(double[] wanted, int count, List<String> without) {
    Comparator<Neighbour> nearer =
        Comparator.comparingDouble(Neighbour::cosine)
            .thenComparing(Neighbour::word, Comparator.reverseOrder());
    var best = new PriorityQueue<Neighbour>(nearer);
    double length = 0;
    for (double number : wanted) {
      length += number * number;
    }
    for (int i = 0; i < words.size(); i++) {
      if (!without.contains(words.get(i))) {
        double own = Math.sqrt(dot(vectors.slice(i, i + 1).toDoubles(), i));
        double norm = own * Math.sqrt(length);
        best.add(new Neighbour(words.get(i), norm == 0 ? 0 : dot(wanted, i) / norm));
        if (best.size() > count) {
          best.remove();
        }
      }
    }
    return best.stream().sorted(nearer.reversed()).toList();
  }

  /// Overwrites the rows of a vocabulary's table by the vectors of its words. A word that has none
  /// gets that of its form in lower case.
  ///
  /// @param table `[V, E]`
  /// @return how many words have got one
  /// @throws IllegalArgumentException if the table is of another width
  public int copyInto(Vocabulary vocabulary, Tensor table) {
    if (table.shape().columns() != width()) {
      throw new IllegalArgumentException(
          "the vectors have %d numbers, the model's embedding has %d; make it %d with --embedding"
              .formatted(width(), table.shape().columns(), width()));
    }
    int copied = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      String word = vocabulary.token(id);
      Integer number = numbers.get(word);
      number = number == null ? numbers.get(word.toLowerCase(Locale.ROOT)) : number;
      if (number != null && !vocabulary.mark(id)) {
        table.slice(id, id + 1).copyFrom(converted(number, table.precision()));
        copied++;
      }
    }
    return copied;
  }

  private Tensor converted(int number, Precision precision) {
    Tensor vector = vectors.slice(number, number + 1);
    return vector.precision() == precision ? vector : vector.convert(precision);
  }
}
