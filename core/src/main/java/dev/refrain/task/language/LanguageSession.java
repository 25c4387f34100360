package dev.refrain.task.language;

import dev.refrain.autodiff.PackedWeights;
import dev.refrain.data.DataException;
import dev.refrain.data.Joint;
import dev.refrain.data.TextCodec;
import dev.refrain.data.Tokenizer;
import dev.refrain.data.Vocabulary;
import dev.refrain.data.WordTokenizer;
import dev.refrain.decode.Continuation;
import dev.refrain.decode.Distribution;
import dev.refrain.decode.Sampling;
import dev.refrain.decode.Suggestion;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/// A text in the making: it is pushed in pieces of any size, and at any place the model says what
/// it expects next, or writes on. The state is carried, so each token is read once.
///
/// With a model of words, the word at the end stays open until white space follows or the model
/// writes: `push("wha"); push("le ")` reads one word.
///
/// A session belongs to one thread at a time; sessions of one model may run side by side.
public final class LanguageSession {
  /// Enough of the text's end to see the word that is being written.
  private static final int TAIL = 64;

  private final LanguageModel model;
  private final PackedWeights weights;
  private final LanguageReader reader;
  private final TextCodec codec;
  private final Tokenizer tokenizer;

  private Continuation<LanguageState> at; // after all tokens read; null before the first
  private Joint joint = Joint.START;
  private String open = ""; // pushed, but what follows may still change how it is cut
  private boolean spaced; // the text ends with white space that is not in a token
  private String tail = "";
  private long tokens;
  private long unknown;
  private Continuation<LanguageState> ahead; // after `open` too, once asked for

  LanguageSession(LanguageModel model, PackedWeights weights) {
    this.model = model;
    this.weights = weights;
    this.reader = new LanguageReader(model, weights);
    this.codec = model.codec();
    this.tokenizer = codec.tokenizer();
  }

  private LanguageSession(LanguageSession other) {
    this(other.model, other.weights);
    at = other.at;
    joint = other.joint;
    open = other.open;
    spaced = other.spaced;
    tail = other.tail;
    tokens = other.tokens;
    unknown = other.unknown;
    ahead = other.ahead;
  }

  /// A second session that stands where this one does and goes its own way.
  public LanguageSession fork() {
    return new LanguageSession(this);
  }

  /// Tokens cut from a piece of text, with the joint after them.
  private record Cut(List<String> tokens, Joint joint) {}

  private Cut cut(String text) {
    List<String> cut = new ArrayList<>();
    Joint after = tokenizer.cut(spaced ? " " + text : text, joint, cut::add);
    return new Cut(cut, after);
  }

  /// Appends text.
  ///
  /// @throws DataException if the model knows characters, and one of the text's is none of them;
  ///     nothing has been appended then
  public void push(String text) {
    String pending = open + text;
    int settled = tokenizer.settled(pending);
    Cut cut = cut(pending.substring(0, settled));
    int[] ids = ids(cut.tokens());
    ahead = null;
    if (settled > 0) {
      read(ids, cut.joint());
      spaced = tokenizer.endsInSpace(pending.substring(0, settled));
    }
    open = pending.substring(settled);
    remember(text);
  }

  private void remember(String text) {
    String longer = tail + text;
    tail = longer.length() <= TAIL ? longer : longer.substring(longer.length() - TAIL);
  }

  private int[] ids(List<String> cut) {
    int[] ids = new int[cut.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = codec.id(cut.get(i), tokens + i + 1);
    }
    return ids;
  }

  private void read(int[] ids, Joint after) {
    joint = after;
    if (ids.length > 0) {
      at = reader.read(state(), ids);
      tokens += ids.length;
      for (int id : ids) {
        unknown += id == codec.vocabulary().unknown() ? 1 : 0;
      }
    }
  }

  private LanguageState state() {
    return at == null ? LanguageState.EMPTY : at.state();
  }

  /// How many words pushed so far the model does not know; the one still open is not counted.
  public long unknown() {
    return unknown;
  }

  /// What the model expects after all that was pushed, the open word taken as complete. At the very
  /// beginning it is asked what begins a line, or, if it knows no line ends, what follows nothing.
  public Distribution next() {
    return ahead().next();
  }

  private Continuation<LanguageState> ahead() {
    if (ahead == null) {
      int[] ids = ids(cut(open).tokens());
      if (ids.length > 0) {
        ahead = reader.read(state(), ids);
      } else if (at != null) {
        ahead = at;
      } else {
        ahead = reader.read(LanguageState.EMPTY, new int[] {beginning()});
      }
    }
    return ahead;
  }

  private int beginning() {
    Vocabulary vocabulary = codec.vocabulary();
    int paragraph = vocabulary.id(WordTokenizer.PARAGRAPH);
    return paragraph >= 0 ? paragraph : vocabulary.id(WordTokenizer.LINE);
  }

  /// Takes the open word as complete.
  private void close() {
    Continuation<LanguageState> reached = ahead();
    Cut cut = cut(open);
    spaced = open.isEmpty() ? spaced : tokenizer.endsInSpace(open);
    read(new int[0], cut.joint());
    for (int id : ids(cut.tokens())) {
      unknown += id == codec.vocabulary().unknown() ? 1 : 0;
    }
    tokens += cut.tokens().size();
    at = reached;
    open = "";
  }

  /// Draws the next token, appends it and returns the text it adds. A model of words never writes
  /// its unknown token; the others share that token's probability. The tokens that say where space
  /// stands add an empty text.
  public String write(Sampling sampling, Rng rng) {
    close();
    int unknownId = codec.vocabulary().unknown();
    Distribution next = at.next();
    int id = sampling.draw(unknownId < 0 ? next : next.without(i -> i == unknownId), rng);
    String token = codec.vocabulary().token(id);
    String piece = withoutSecondSpace(tokenizer.piece(joint, token));
    joint = tokenizer.after(joint, token);
    spaced &= piece.isEmpty();
    at = reader.advance(List.of(at.state()), new int[] {id}).getFirst();
    ahead = at;
    tokens++;
    remember(piece);
    return piece;
  }

  private String withoutSecondSpace(String piece) {
    return spaced && piece.startsWith(" ") ? piece.substring(1) : piece;
  }

  /// The likeliest next tokens, likeliest first: characters, or words and punctuation marks. Their
  /// probabilities are the model's own. A model of words leaves out its unknown token and the tokens
  /// that say where space stands, without sharing out their probability, so that the sum shows how
  /// much is not listed.
  public List<Suggestion> likeliest(int count) {
    Distribution next = next();
    Cut cut = cut(open);
    boolean ends = open.isEmpty() ? spaced : tokenizer.endsInSpace(open);
    List<Suggestion> suggestions = new ArrayList<>();
    for (int id : next.likeliest(next.size())) {
      if (suggestions.size() == count) {
        break;
      }
      if (!codec.vocabulary().mark(id)) {
        String token = codec.vocabulary().token(id);
        String piece = tokenizer.piece(cut.joint(), token);
        suggestions.add(
            new Suggestion(
                token,
                ends && piece.startsWith(" ") ? piece.substring(1) : piece,
                next.probability(id)));
      }
    }
    return suggestions;
  }

  /// The likeliest next words, likeliest first. If the text ends within a word, they are the words
  /// it may become (itself among them), with their probabilities given that beginning.
  ///
  /// With a model of characters the words come from a beam, and a word's probability is that of its
  /// characters and of any character that ends it, summed over all ways to get there that the beam
  /// saw. With a model of words they are tokens, as in [#likeliest]; if no known word has the
  /// beginning, it is taken for a complete word.
  public List<Suggestion> likeliestWords(int count) {
    return switch (model.config().level()) {
      case CHARACTER -> new WordCompletion(codec.vocabulary(), tail).search(reader, ahead(), count);
      case WORD -> {
        List<String> cut = cut(open).tokens();
        String beginning = cut.isEmpty() ? "" : cut.getLast();
        boolean within =
            !beginning.isEmpty()
                && !tokenizer.endsInSpace(open)
                && Character.isLetterOrDigit(beginning.codePointAt(0));
        List<Suggestion> completed = within ? completions(cut, count) : List.of();
        yield completed.isEmpty() ? likeliest(count) : completed;
      }
    };
  }

  /// The known words that begin as the last of the open tokens does.
  private List<Suggestion> completions(List<String> cut, int count) {
    String beginning = cut.getLast();
    int[] before = ids(cut.subList(0, cut.size() - 1));
    Vocabulary vocabulary = codec.vocabulary();
    Distribution next;
    if (before.length > 0) {
      next = reader.read(state(), before).next();
    } else if (at != null) {
      next = at.next();
    } else {
      next = reader.read(LanguageState.EMPTY, new int[] {beginning()}).next();
    }
    double all =
        next.probability(id -> !vocabulary.mark(id) && vocabulary.token(id).startsWith(beginning));
    List<Suggestion> suggestions = new ArrayList<>();
    for (int id : next.likeliest(next.size())) {
      String token = vocabulary.token(id);
      if (suggestions.size() < count && !vocabulary.mark(id) && token.startsWith(beginning)) {
        suggestions.add(
            new Suggestion(token, token.substring(beginning.length()), next.probability(id) / all));
      }
    }
    return suggestions;
  }
}
