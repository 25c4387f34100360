package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.refrain.data.WordVectorFile;
import dev.refrain.data.WordVectors;
import dev.refrain.data.WordVectors.Neighbour;
import dev.refrain.train.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Looks into a model: which words its embedding holds for alike.
@Command(
    name = "inspect",
    description = {
      "Looks into a model: which words its embedding holds for alike, by the cosine between their",
      "vectors; and exports the vectors."
    },
    customSynopsis = {
      "refrain inspect MODEL --neighbours WORD [--count N]",
      "refrain inspect MODEL --analogy MAN,KING,WOMAN [--count N]",
      "refrain inspect MODEL --export-vectors FILE"
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain inspect sentiment --neighbours improved",
      "  refrain inspect en-fr --target --neighbours rouge --count 5",
      "  refrain inspect moby-words --analogy man,king,woman",
      "  refrain inspect names --export-vectors names.vec"
    })
final class InspectCommand implements Callable<Integer> {
  @Mixin private ModelArgument model;

  @Option(
      names = "--neighbours",
      paramLabel = "WORD",
      description = "Print the words nearest to this one, with their cosines.")
  private String neighbours;

  @Option(
      names = "--analogy",
      paramLabel = "A,B,C",
      split = ",",
      description = "Print what is to C as B is to A.")
  private List<String> analogy;

  @Option(
      names = "--export-vectors",
      paramLabel = "FILE",
      description = "Write all words and their vectors as word2vec does, as text.")
  private Path export;

  @Option(names = "--count", paramLabel = "N", description = "How many words. Default: 10.")
  private Integer count;

  @Option(names = "--target", description = "Translation: the words that it writes.")
  private boolean target;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    check();
    WordVectors vectors = ModelVectors.read(ModelFolder.open(model.folder()), target);
    int most = count == null ? 10 : count;
    if (neighbours != null) {
      show(vectors.neighbours(vectors.resolved(neighbours), most));
    }
    if (analogy != null) {
      List<String> words = analogy.stream().map(w -> vectors.resolved(w.strip())).toList();
      show(vectors.analogy(words.get(0), words.get(1), words.get(2), most));
    }
    if (export != null) {
      WordVectorFile.write(vectors, export);
      System.err.printf(
          Locale.ROOT,
          "%s: %,d vectors of %d numbers%n",
          export,
          vectors.words().size(),
          vectors.width());
    }
    return ExitCode.DONE;
  }

  private void check() {
    if (neighbours == null && analogy == null && export == null) {
      throw new WrongUsage("say what to look at: --neighbours, --analogy or --export-vectors");
    }
    if (analogy != null && analogy.size() != 3) {
      throw new WrongUsage(
          "--analogy has %d words, it needs three: --analogy man,king,woman"
              .formatted(analogy.size()));
    }
    if (count != null && (count < 1 || (neighbours == null && analogy == null))) {
      throw new WrongUsage(
          count < 1
              ? "--count is %d, it must be 1 or more".formatted(count)
              : "--count would do nothing: it is for --neighbours and --analogy");
    }
  }

  private void show(List<Neighbour> nearest) {
    if (json) {
      var object = JsonLines.object();
      ArrayNode words = object.putArray("neighbours");
      for (Neighbour neighbour : nearest) {
        words.addObject().put("word", neighbour.word()).put("cosine", neighbour.cosine());
      }
      JsonLines.print(object);
      return;
    }
    for (Neighbour neighbour : nearest) {
      System.out.println(
          String.format(Locale.ROOT, "%.3f  %s", neighbour.cosine(), neighbour.word()));
    }
  }
}
