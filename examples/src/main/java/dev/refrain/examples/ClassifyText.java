package dev.refrain.examples;

import dev.refrain.data.LabelledText;
import dev.refrain.task.classification.Classification;
import dev.refrain.task.classification.ClassificationConfig;
import dev.refrain.task.classification.ClassificationCorpus;
import dev.refrain.task.classification.ClassificationModel;
import dev.refrain.task.classification.ClassificationTask;
import dev.refrain.task.classification.Classifier;
import dev.refrain.task.classification.InputKind;
import dev.refrain.tensor.Rng;
import dev.refrain.train.Trainer;
import java.util.ArrayList;
import java.util.List;

/// Learns which reviews are kind, saying for each text how sure it is and which words it looked at.
public final class ClassifyText {
  private static final List<String> KIND = List.of("moving", "funny", "brilliant");
  private static final List<String> UNKIND = List.of("dull", "empty", "tiresome");

  private ClassifyText() {}

  public static void main(String[] arguments) {
    var config = ClassificationConfig.defaults(InputKind.TEXT).withEmbedding(16);
    var corpus = ClassificationCorpus.ofTexts("reviews", reviews(), List.of(), config);
    var model = ClassificationModel.create(config, corpus, Rng.seeded(1));
    Trainer.of(new ClassificationTask(model, corpus)).epochs(4).seed(1).run();

    Classifier classifier = Classifier.of(model);
    for (String text : List.of("a truly moving story", "a truly dull story")) {
      Classification found = classifier.classify(text);
      System.out.printf("%s: %s, %.3f%n", text, found.label(), found.probability());
      System.out.println("  " + classifier.tokens(text) + " " + found.attention());
    }
    if (!classifier.classify("a truly moving story").label().equals("kind")
        || !classifier.classify("a truly dull story").label().equals("unkind")) {
      throw new IllegalStateException("the classifier did not learn which word decides");
    }
  }

  /// Of course they would come from a file: `LabelledTexts.readTable`.
  private static List<LabelledText> reviews() {
    List<LabelledText> reviews = new ArrayList<>();
    for (String thing : List.of("film", "story", "plot", "ending", "cast", "script")) {
      for (String frame : List.of("a truly %s " + thing, "the " + thing + " is %s and long")) {
        KIND.forEach(word -> reviews.add(new LabelledText(frame.formatted(word), "kind")));
        UNKIND.forEach(word -> reviews.add(new LabelledText(frame.formatted(word), "unkind")));
      }
    }
    return reviews;
  }
}
