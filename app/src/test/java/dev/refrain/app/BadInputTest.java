package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.app.Refrain.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Input that cannot be used: one sentence that says what and where, a failing exit code, and
/// nothing lost.
final class BadInputTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path model;

  @BeforeAll
  static void train() {
    model = Texts.model(shared);
  }

  private static void assertFails(Outcome outcome, String... parts) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.error()).startsWith("refrain").contains(parts).hasLineCount(1);
    assertThat(outcome.error()).doesNotContain("Exception", "\tat ");
  }

  private Outcome train(Path text, String... more) {
    Outcome outcome = Texts.training(text, folder.resolve("new"), more).run();
    assertThat(folder.resolve("new").resolve("model.json")).doesNotExist();
    return outcome;
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
  }

  @Test
  void missingText() {
    assertFails(train(folder.resolve("nowhere.txt")), "nowhere.txt");
  }

  @Test
  void emptyText() throws IOException {
    assertFails(train(file("empty.txt", "")), "empty.txt", "no text");
  }

  @Test
  void folderAsText() {
    assertFails(train(folder), folder.toString(), "is a folder");
  }

  @Test
  void textShorterThanOneWindow() throws IOException {
    assertFails(
        train(file("short.txt", "Call me"), "--validation", "0"),
        "has 7 tokens, and a window of 12 needs 13");
  }

  @Test
  void validationShorterThanOneWindow() throws IOException {
    assertFails(
        train(file("short.txt", "Call me Ishmael. Some years ago, never mind."), "--epochs", "1"),
        "held out for validation has 5 tokens");
  }

  @Test
  void textThatIsNotUtf8() throws IOException {
    Path latin = folder.resolve("latin.txt");
    Files.write(latin, "caf\u00e9 and more of it".getBytes(StandardCharsets.ISO_8859_1));
    assertFails(train(latin), "latin.txt is not UTF-8: byte 3 (line 1) is 0xE9");
  }

  @Test
  void configurationWithUnknownKey() throws IOException {
    Path config = file("run.yaml", "model:\n  recurrent:\n    cells: lstm\n");
    Outcome outcome =
        Texts.training(
                Texts.write(folder, "t.txt", 5), folder.resolve("m"), "--config", config + "")
            .run();
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error())
        .contains(
            "run.yaml: there is no key 'model.recurrent.cells'", "those of model.recurrent are")
        .contains("bidirectional, cell, connections");
  }

  @Test
  void configurationThatIsNoYaml() throws IOException {
    Path config = file("run.yaml", "model: [1, 2\nepochs: 3\n");
    assertFails(train(Texts.write(folder, "t.txt", 5), "--config", config + ""), "run.yaml, line");
  }

  @Test
  void configurationWithWrongType() throws IOException {
    Path config = file("run.yaml", "clip: much\n");
    Outcome outcome = train(Texts.write(folder, "t.txt", 5), "--config", config + "");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("clip").hasLineCount(1);
  }

  @Test
  void samplePromptOfUnknownCharacters() {
    assertFails(train(Texts.write(folder, "t.txt", 20), "--sample", "Ωhale"), "'Ω'");
  }

  @Test
  void promptOfUnknownCharactersIsNotPrinted() {
    Outcome outcome = Refrain.command("generate", model + "", "--prompt", "Ωhale").run();
    assertFails(outcome, "'Ω'");
    assertThat(outcome.output()).isEmpty();
  }

  @Test
  void configurationWithoutText() throws IOException {
    Path config = file("run.yaml", "text: ''\n");
    Outcome outcome =
        Refrain.command("train", "language", "--config", config + "", "--out", folder + "/m").run();
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("--text is missing").hasLineCount(1);
  }

  @Test
  void missingModel() {
    assertFails(
        Refrain.command("generate", folder.resolve("nothing").toString()).run(),
        "nothing: there is no such model folder");
  }

  @Test
  void folderWithoutModel() {
    assertFails(
        Refrain.command("suggest", folder.toString(), "--prompt", "x").run(),
        "not a Refrain model");
  }

  @Test
  void promptOfUnknownCharacters() {
    assertFails(
        Refrain.command("generate", model.toString(), "--prompt", "Ωmega").run(),
        "'Ω' (U+03A9) at position 1");
  }

  @Test
  void evaluationOfAnEmptyText() throws IOException {
    assertFails(
        Refrain.command("evaluate", model.toString(), "--text", file("e.txt", "") + "").run(),
        "e.txt");
  }

  @Test
  void modelWithoutWeights() throws IOException {
    Path copy = copyOfModel();
    Files.delete(copy.resolve("weights.safetensors"));
    assertFails(Refrain.command("generate", copy.toString()).run(), "holds no weights.safetensors");
  }

  @Test
  void modelWithTruncatedWeights() throws IOException {
    Path copy = copyOfModel();
    Path weights = copy.resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    for (int length : new int[] {0, 5, 100, bytes.length - 1}) {
      Files.write(weights, java.util.Arrays.copyOf(bytes, length));
      assertFails(Refrain.command("generate", copy.toString()).run(), "weights.safetensors");
    }
  }

  @Test
  void weightsWhoseHeaderClaimsGigabytes() throws IOException {
    Path copy = copyOfModel();
    Path weights = copy.resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 8L << 30);
    Files.write(weights, bytes);
    assertFails(
        Refrain.command("generate", copy.toString()).java("-Xmx64m").run(), "weights.safetensors");
  }

  @Test
  void modelOfANewerFormat() throws IOException {
    Path copy = copyOfModel();
    Path manifest = copy.resolve("model.json");
    String json = Files.readString(manifest);
    assertThat(json).containsPattern("\"format\" : 1\\b");
    Files.writeString(manifest, json.replaceFirst("\"format\" : 1\\b", "\"format\" : 99"));
    assertFails(Refrain.command("generate", copy.toString()).run(), "format 99", "reads up to 1");
  }

  @Test
  void damagedManifest() throws IOException {
    Path copy = copyOfModel();
    Path manifest = copy.resolve("model.json");
    Files.writeString(manifest, Files.readString(manifest).substring(0, 40));
    assertFails(Refrain.command("generate", copy.toString()).run(), "model.json", "not valid JSON");
  }

  @Test
  void damagedVocabulary() throws IOException {
    Path copy = copyOfModel();
    Path vocabulary = copy.resolve("vocabulary.txt");
    Files.writeString(vocabulary, Files.readString(vocabulary).substring(0, 9));
    assertFails(Refrain.command("generate", copy.toString()).run(), "vocabulary.txt");
  }

  @Test
  void outputFolderThatHoldsAModel() throws IOException {
    Path copy = copyOfModel();
    byte[] before = Files.readAllBytes(copy.resolve("weights.safetensors"));
    assertFails(
        Texts.training(Texts.write(folder, "t.txt", 20), copy).run(), "--resume", "--force");
    assertThat(copy.resolve("weights.safetensors")).hasBinaryContent(before);

    Outcome forced = Texts.training(Texts.write(folder, "t.txt", 20), copy, "--force").run();
    assertThat(forced.exitCode()).as(forced.toString()).isZero();
    assertThat(Files.readAllBytes(copy.resolve("weights.safetensors"))).isNotEqualTo(before);
  }

  @Test
  void folderOfOthersIsNeverReplaced() throws IOException {
    Path precious = file("thesis.tex", "ten years of work");
    Path text = Texts.write(shared, "precious.txt", 20);
    for (String[] more : new String[][] {{}, {"--force"}}) {
      assertFails(Texts.training(text, folder, more).run(), "no Refrain model");
      assertThat(precious).hasContent("ten years of work");
      assertThat(folder).isDirectoryNotContaining(p -> !p.equals(precious));
    }
    assertFails(
        Refrain.command("quickstart", "--text", text + "", "--seconds", "1", "--out", folder + "")
            .run(),
        "no Refrain model");
  }

  @Test
  void outputPlaceThatIsAFile() throws IOException {
    Path file = file("taken", "a file");
    assertFails(Texts.training(Texts.write(folder, "t.txt", 20), file).run(), "taken: is a file");
    assertThat(file).hasContent("a file");
  }

  @Test
  void outputPlaceWhereNothingCanBeWritten() {
    // /proc takes no folders from anyone, not even from root, which permissions would not stop.
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")));
    assertFails(
        Texts.training(Texts.write(folder, "t.txt", 20), Path.of("/proc/refrain")).run(), "/proc/");
  }

  @Test
  void quickstartLeavesOtherModelsAlone() throws IOException {
    Path copy = copyOfModel();
    assertFails(
        Refrain.command("quickstart", "--seconds", "1", "--out", copy.toString()).run(),
        "quickstart did not make");
  }

  @Test
  void rateSoHighThatTheLossIsLost() {
    Outcome outcome =
        Texts.training(
                Texts.write(folder, "t.txt", 60),
                folder.resolve("lost"),
                "--optimizer",
                "sgd",
                "--rate",
                "1e38",
                "--clip",
                "0")
            .run();
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.error()).contains("step", "rate", "1.0E38").doesNotContain("Exception");
  }

  @Test
  void memoryThatDoesNotSuffice() {
    Outcome outcome =
        Texts.training(
                Texts.write(folder, "t.txt", 2000),
                folder.resolve("big"),
                "--hidden",
                "4096",
                "--batch",
                "64",
                "--length",
                "60")
            .java("-Xmx96m")
            .run();
    assertFails(outcome, "out of memory at a limit of", "--batch", "REFRAIN_JAVA_OPTS=-Xmx");
  }

  @Test
  void verboseAddsWhereItHappened() {
    Outcome outcome = Refrain.command("generate", "nowhere", "--verbose").run();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error())
        .startsWith("refrain generate: nowhere")
        .contains("\tat dev.refrain");
  }

  private Path copyOfModel() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("copy"));
    for (String name : new String[] {"model.json", "weights.safetensors", "vocabulary.txt"}) {
      Files.copy(model.resolve(name), copy.resolve(name));
    }
    return copy;
  }
}
