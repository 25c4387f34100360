package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.app.Refrain.Outcome;
import dev.refrain.data.PairFile;
import dev.refrain.data.SentencePair;
import dev.refrain.task.translation.TranslationModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `refrain quickstart`, for seconds instead of a minute: what it shows, not how good it gets.
final class QuickstartTest {
  @TempDir Path folder;

  private static Outcome done(String... arguments) {
    // Vectors that only the first compiler has seen are slower than loops.
    Outcome outcome = Refrain.command(arguments).java("-XX:TieredStopAtLevel=4").run();
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    return outcome;
  }

  @Test
  void phraseBookIsTranslatedAndTheAttentionShown() throws IOException {
    Path out = folder.resolve("quick");
    Outcome outcome = done("quickstart", "--seconds", "3", "--out", out + "");
    assertThat(outcome.output())
        .contains("word for word", "Where it looked while it translated \"the cat is black\":")
        .containsPattern("the +cat +is +black")
        .containsPattern("[✗✓+-] the cat is black ")
        .contains("refrain translate " + out, "refrain train translation --pairs");
    assertThat(TranslationModel.load(out).source().encode("The cat is black")).hasSize(4);
  }

  @Test
  void textIsLearnedInsteadAndAgain() {
    Path text = Texts.write(folder, "text.txt", 60);
    Path out = folder.resolve("quick");
    for (int run = 0; run < 2; run++) {
      Outcome outcome =
          done("quickstart", "--text", text + "", "--seconds", "3", "--out", out + "");
      assertThat(outcome.output()).contains("loss", "refrain generate " + out, "refrain suggest");
    }
    assertThat(done("generate", out + "", "--prompt", "The", "--length", "9").output())
        .startsWith("The");
  }

  @Test
  void phrasesAreWrittenOnceAsPairFiles() {
    Path file = folder.resolve("phrases.tsv");
    done("quickstart", "--phrases", file + "");
    PairFile learned = PairFile.readTabbed(file);
    PairFile heldOut = PairFile.readTabbed(folder.resolve("phrases-held-out.tsv"));
    assertThat(learned.pairs())
        .hasSizeGreaterThan(4000)
        .doesNotContainAnyElementsOf(heldOut.pairs());
    assertThat(heldOut.pairs()).contains(new SentencePair("the cat is black", "le chat est noir"));

    Outcome again = Refrain.command("quickstart", "--phrases", file + "").run();
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.error()).contains("already there", "choose another name");
  }
}
