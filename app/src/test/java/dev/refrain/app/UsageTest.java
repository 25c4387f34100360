package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.app.Refrain.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a user meets before any work is done: help, version, and wrong usage.
@Isolated // it listens to this process's own standard error
final class UsageTest {

  @Test
  void saysItsVersion() {
    Outcome outcome = Refrain.command("--version").run();
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.output()).matches("refrain \\d+\\.\\d+\\.\\d+\\S* \\(Java .*\\)\\s*");
    assertThat(outcome.error()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "train",
        "quickstart",
        "train language",
        "train translation",
        "train classification",
        "train forecast",
        "generate",
        "suggest",
        "translate",
        "evaluate",
        "evaluate language",
        "evaluate translation",
        "evaluate classification",
        "predict",
        "predict classification",
        "evaluate forecast",
        "predict forecast",
        "train tagging",
        "evaluate tagging",
        "predict tagging",
        "inspect"
      })
  void everyCommandExplainsItselfWithExamples(String command) {
    Outcome outcome = Refrain.command((command + " --help").strip().split(" ")).run();
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    String synopsis = command.replaceFirst("^(evaluate|predict) .*", "$1 MODEL");
    assertThat(outcome.output()).contains("Usage: refrain " + synopsis, "Examples:");
    assertThat(outcome.output().lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                  | a command is needed: quickstart, train",
        "train                               | a task is needed: language, translation,",
        "trian language                      | unknown command 'trian'; did you mean translate or"
            + " train?",
        "train langage                       | unknown command 'langage'; did you mean language",
        "train language --hiden 3            | unknown option '--hiden'; did you mean --hidden?",
        "train language --epochs ten         | invalid value for option '--epochs': 'ten' is not",
        "train language --text t             | --out is missing",
        "train language --out m              | --text is missing",
        "train language --resume --force --out m | choose one",
        "train language --text t --out m --threads 0 | --threads is 0, it must be 1 or more",
        "train language --text t --out m --checkpoint-every soon | expected seconds such as 60s",
        "train language --text t --out m --cell lstn | there is no cell 'lstn'; the cells are"
            + " elman",
        "train language --text t --out m --level letter | there is no level 'letter'; known are"
            + " char, word",
        "train language --text t --out m --optimizer adm | there is no optimizer 'adm'; known are"
            + " sgd",
        "train language --text t --out m --schedule x | there is no schedule 'x'; known are"
            + " constant",
        "train language --text t --out m --feed x | there is no feed 'x'; known are windows,"
            + " stream",
        "train language --text t --out m --targets x | there is no kind of targets 'x'; known are"
            + " every",
        "train language --text t --out m --connections x | there are no connections 'x'",
        "train language --text t --out m --hidden 0 | hidden has a width of 0, it must be 1 to"
            + " 65536",
        "train language --text t --out m --hidden -5 | hidden has a width of -5",
        "train language --text t --out m --hidden 8,16 --layers 3 | leave --layers out",
        "train language --text t --out m --batch 0 | batch is 0, it must be 1 to",
        "train language --text t --out m --length -1 | length is -1, it must be 1 to",
        "train language --text t --out m --epochs 0 | epochs is 0, it must be 1 or more",
        "train language --text t --out m --rate -1 | learning rate is -1.0",
        "train language --text t --out m --rate NaN | learning rate is NaN",
        "train language --text t --out m --dropout 1.5 | dropout is 1.5",
        "train language --text t --out m --validation 1 | validation is 1.0",
        "train language --text t --out m --clip -1 | clip is -1.0, it must be 0 or more",
        "train language --text t --out m --bidirectional | cannot read what is still to come",
        "train language --text t --out m --tied | tied weights need an embedding",
        "train language --text t --out m --patience 2 --validation 0 | patience needs held-out"
            + " data",
        "train language --text t --epochs 2 --out m --epochs 3 | '--epochs' is given 2 times",
        "train language --text t --out m --dropout 0.2 | --dropout would do nothing: it acts"
            + " between recurrent layers, and there is one; --output-dropout",
        "train language --text t --out m --connections skip --layers 1 | --connections would do",
        "train language --text t --out m --zoneout-cell 0.1 --cell gru | needs a cell with a cell",
        "train language --text t --out m --forget-bias 2 --cell gru | needs a cell with a forget",
        "train language --text t --out m --transition-shortcut | needs a --transition-depth",
        "train language --text t --out m --feed stream --step 3 | --step would do nothing: it is"
            + " for --feed windows",
        "train language --text t --out m --min-count 3 | it is for --level word",
        "train language --text t --out m --momentum 0.5 | it is for --optimizer momentum or"
            + " nesterov or rmsprop",
        "train language --text t --out m --schedule-every 2 --schedule cosine | it is for"
            + " --schedule step",
        "train language --print-config --beta1 0.5 --optimizer sgd | it is for --optimizer adam",
        "train translation --out m           | --pairs is missing: the file of sentence pairs (or",
        "train translation --out m --pairs p --source s | choose one way",
        "train translation --out m --source s | --target is missing: the file with the other side",
        "train translation --out m --pairs p --validation-target t | --validation-source is"
            + " missing",
        "train translation --out m --pairs p --validation-pairs v --validation 0.2 | --validation"
            + " would do nothing: it is for pairs without a validation file",
        "train translation --out m --pairs p --filter-side source | it is for --tutorial-filter",
        "train translation --out m --pairs p --tutorial-filter --filter-side both | there is no"
            + " side 'both'; known are source, target",
        "train translation --out m --pairs p --longest-words -1 | longestWords is -1",
        "train translation --out m --pairs p --unit letter | there is no unit 'letter'; known are"
            + " word, char, bpe",
        "train translation --out m --pairs p --attention soft | there is no attention 'soft'",
        "train translation --out m --pairs p --attention dot | must be as many; use general",
        "train translation --out m --pairs p --input-feeding | inputFeeding needs attention dot or",
        "train translation --out m --pairs p --bridge copy | bridge copy needs layers of equal",
        "train translation --out m --pairs p --bridge build | there is no bridge 'build'",
        "train translation --out m --pairs p --teacher-forcing 2 | teacherForcing.ratio is 2.0",
        "train translation --out m --pairs p --teacher-forcing-final 0 | say after how many epochs",
        "train translation --out m --pairs p --teacher-forcing-epochs 5 | it needs a"
            + " --teacher-forcing-final",
        "train translation --out m --pairs p --teacher-forcing-per step | it needs a"
            + " --teacher-forcing below 1",
        "train translation --out m --pairs p --overlong drop | there is no overlong 'drop'",
        "train translation --out m --pairs p --maximum-length 0 | maximumLength is 0",
        "train translation --out m --pairs p --sample -1 | --sample is -1, it must be 0 or more",
        "train translation --out m --pairs p --dropout 0.2 | acts between recurrent layers",
        "train translation --out m --pairs p --hidden 8,8 --layers 3 | leave --layers out",
        "train translation --out m --pairs p --text t | unknown option '--text'",
        "train classification --out m        | --data is missing: the table of labelled texts",
        "train classification --out m --data d --class a=b | choose one way",
        "train classification --out m --class a=b a=c | --class names the class 'a' twice",
        "train classification --out m --class a=b --class c=d | '--class' is given 2 times",
        "train classification --out m --class ab | --class has 'ab', expected LABEL=FILE",
        "train classification --out m --data d --series s | choose one",
        "train classification --out m --data d --readout sum | there is no readout 'sum'; known",
        "train classification --out m --data d --attention-size 3 --readout max | attentionSize is",
        "train classification --out m --data d --balanced --class-weights a=2 | choose one",
        "train classification --out m --data d --class-weights a | is not LABEL=WEIGHT",
        "train classification --out m --data d --validation-data v --validation 0.2 | would do",
        "train classification --out m --data d --validation-groups g | needs a --group-column",
        "train classification --out m --series s --embedding 8 | a series is read as it is",
        "train classification --out m --series s --scaling big | there is no scaling 'big'",
        "train classification --out m --series s --time-column t | needs an --id-column",
        "train classification --out m --series s --step-width 0 | --step-width is 0",
        "predict                             | the model is missing: its folder, whose task is one",
        "generate                            | missing required parameter: 'MODEL'",
        "generate m --length 0               | --length is 0, it must be 1 or more",
        "generate m --temperature -1         | temperature -1.0; it must be 0 or more",
        "generate m --top-p 0                | nucleus 0.0; it must be above 0",
        "generate m extra                    | unexpected argument 'extra'",
        "suggest m --count 0                 | --count is 0, it must be 1 or more",
        "evaluate                            | the model is missing: its folder, whose task is one"
            + " of language, translation",
        "evaluate language m                 | --text is missing",
        "evaluate translation m              | --pairs is missing",
        "evaluate translation m --pairs p --batch 0 | --batch is 0, it must be 1 or more",
        "train tagging --out m               | --train is missing: the file of tagged sentences",
        "train tagging --out m --train t --validation v --validation-part 0.2 | it is for data",
        "train tagging --out m --train t --unseen-tags | it is for --validation and --test",
        "train tagging --out m --train t --character-embedding 0 --character-hidden 9 | it needs a",
        "train tagging --out m --train t --output crv | there is no output 'crv'; known are"
            + " softmax",
        "train tagging --out m --train t --scheme bio | there is no tag scheme 'bio'; known are",
        "train tagging --out m --train t --tag-column 0 | columns.tags is 0; columns count from 1",
        "train tagging --out m --train t --scheme plain --learn-scheme iobes | know no entities",
        "evaluate tagging m                  | --data is missing",
        "predict tagging m --text a --columns | --columns would do nothing",
        "inspect m                           | say what to look at",
        "inspect m --count 3 --export-vectors f | --count would do nothing",
        "inspect m --neighbours a --count 0  | --count is 0, it must be 1 or more",
        "translate                           | missing required parameter: 'MODEL'",
        "translate m --beam 0                | a beam of 0; it must be 1 or more",
        "translate m --n-best 0              | --n-best is 0, it must be 1 or more",
        "translate m --n-best 7 --beam 6     | --n-best 7 needs a --beam of 7 or more, it is 6",
        "translate m --length-penalty -1     | a length normalization of -1.0; it must be 0 or",
        "translate m --coverage -1           | a coverage penalty of -1.0; it must be 0 or more",
        "translate m --beam 1 --coverage 0.2 | --coverage would do nothing: it ranks",
        "translate m --minimum-length -1     | --minimum-length is -1, it must be 0 or more",
        "translate m --maximum-length 0      | --maximum-length is 0, it must be 1 or more",
        "translate m --minimum-length 5 --maximum-length 3 | 5 is more than --maximum-length 3",
        "translate m --batch 0               | --batch is 0, it must be 1 or more",
        "translate m --threads 0             | --threads is 0, it must be 1 or more",
        "translate m --sample -1             | temperature -1.0; it must be 0 or more",
        "translate m --sample 1 --beam 3     | --beam would do nothing: it is for a search",
        "translate m --sample 1 --n-best 3   | --n-best would do nothing: --sample draws one",
        "translate m --top-k 3               | --top-k would do nothing: it is for --sample",
        "translate m --seed 3                | --seed would do nothing: it is for --sample",
        "translate m --attention map.pdf     | expected a file whose name ends in .html or .png",
        "quickstart --seconds 0              | --seconds is 0.0, it must be above 0",
        "quickstart --phrases p --seconds 3  | --phrases only writes the phrase book",
      })
  void wrongUsageIsOneSentenceAndExitCodeTwo(String line, String sentence) {
    // Within this process: dozens of others would take too long.
    var error = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    int code;
    try {
      code = Main.run(line.isEmpty() ? new String[0] : line.split(" "));
    } finally {
      System.setErr(before);
    }
    assertThat(code).as(error.toString(StandardCharsets.UTF_8)).isEqualTo(2);
    assertThat(error.toString(StandardCharsets.UTF_8))
        .startsWith("refrain")
        .contains(sentence)
        .hasLineCount(1);
  }

  @Test
  void wrongUsageEndsTheProcessWithTwo() {
    Outcome outcome = Refrain.command("train", "language", "--hiden", "3").run();
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.error())
        .isEqualTo(
            "refrain train language: unknown option '--hiden'; did you mean --hidden?"
                + " (see refrain train language --help)");
    assertThat(outcome.output()).isEmpty();
  }
}
