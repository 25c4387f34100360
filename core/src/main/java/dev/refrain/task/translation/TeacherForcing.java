package dev.refrain.task.translation;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireShare;
import static dev.refrain.config.Checks.requireWhole;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// What a decoder reads in training: the true token before (teacher forcing, Williams & Zipser
/// 1989), or the one that it held likeliest itself (output recurrence). Which of the two is drawn
/// at random; a ratio that falls is scheduled sampling (Bengio et al. 2015).
///
/// @param ratio the probability of the true token in the first epoch
/// @param per whether it is drawn for a whole `sentence` or at each `step`
/// @param finalRatio the probability that the ratio falls to (or rises to), in equal steps
/// @param epochs after how many epochs it gets there; 0 if it stays as it is
public record TeacherForcing(double ratio, Per per, double finalRatio, int epochs) {

  /// How often it is drawn.
  public enum Per {
    /// Once for each sentence.
    SENTENCE,
    /// For each token.
    STEP;

    /// The name people write: `sentence` or `step`.
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The constant of a name.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists the known ones
    @JsonCreator
    public static Per named(String label) {
      return Labels.find(values(), Per::label, "unit of teacher forcing", label);
    }

    @Override
    public String toString() {
      return label();
    }
  }

  /// Always the true token.
  public static final TeacherForcing ALWAYS = of(1);

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public TeacherForcing {
    requireShare("teacherForcing.ratio", ratio);
    requireShare("teacherForcing.finalRatio", finalRatio);
    require(per != null, "teacherForcing.per is missing; known are sentence, step");
    requireWhole("teacherForcing.epochs", epochs, 0, 1_000_000);
    require(
        epochs > 0 || ratio == finalRatio,
        "teacherForcing.ratio is %s and finalRatio %s, but epochs is 0; say after how many epochs"
            + " the ratio gets there",
        ratio,
        finalRatio);
  }

  /// A ratio that stays as it is, drawn for each sentence.
  public static TeacherForcing of(double ratio) {
    return new TeacherForcing(ratio, Per.SENTENCE, ratio, 0);
  }

  /// The same, drawn at each step.
  public TeacherForcing perStep() {
    return new TeacherForcing(ratio, Per.STEP, finalRatio, epochs);
  }

  /// The same with a ratio that changes from epoch to epoch.
  public TeacherForcing fallingTo(double newFinalRatio, int newEpochs) {
    return new TeacherForcing(ratio, per, newFinalRatio, newEpochs);
  }

  /// The ratio in an epoch.
  ///
  /// @param epoch from 0
  double at(int epoch) {
    if (epochs == 0) {
      return ratio;
    }
    return ratio + (finalRatio - ratio) * Math.min(1, (double) epoch / epochs);
  }
}
