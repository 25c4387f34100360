package dev.refrain.nn.cell;

import dev.refrain.kernel.Pointwise;
import java.util.List;

/// One step of a built-in cell, told as data, so that one driver can run it over a whole padded
/// batch: forward in time or against it, and back again.
///
/// Names of operands in the pointwise programs, all windows `[rows, H]`:
/// - a gate's name: before the first stage its share of `Wx·x + b`; a forward program may overwrite
///   it with the activation; the backward program **must** overwrite it with the gradient of what
///   a product or the input projection put there;
/// - a state's name (`h`, `c`): the new state; with `Prev` appended: the state before this step;
/// - `hIn`: what the recurrent products see of `hPrev` (the same, unless dropout or a deep
///   transition stands between);
/// - an intermediate's name: kept for the way back;
/// - a vector's name: a parameter `[H]`, the same for all rows;
/// - `d` before a name, in backward programs: its gradient. `dh` and `dc` come in complete and
///   `dhPrev`, `dcPrev` go out; a program that adds to `dhIn` reads and writes it.
///
/// @param gates names of the G column blocks of the input projection `[G·H]`, in order
/// @param states names of the state's parts, the output first
/// @param intermediates names of further `[H]` blocks that a step keeps
/// @param stages what a step does, in order; the way back runs them in reverse
/// @param vectors parameters `[H]` and where their gradients come from
public record FusedStep(
    List<String> gates,
    List<String> states,
    List<String> intermediates,
    List<Stage> stages,
    List<Vector> vectors) {

  /// A part of a step.
  public sealed interface Stage {}

  /// `into (+)= from · weightᵀ`: a product with a parameter `[blocks·H, H]`.
  ///
  /// @param weight the parameter's name
  /// @param from the operand's name
  /// @param into names of adjacent blocks, all gates or all intermediates; gates are added to,
  ///     intermediates overwritten
  public record Product(String weight, String from, List<String> into) implements Stage {}

  /// Pointwise mathematics, forward and by hand backward.
  public record Elementwise(Pointwise forward, Pointwise backward) implements Stage {}

  /// A parameter `[H]` whose gradient is the sum over all steps and rows of `of`, or of `of ⊙
  /// times`, after the way back.
  ///
  /// @param name the parameter's name
  /// @param of the block whose gradient it gathers
  /// @param times the factor beside the parameter, or null for a bias
  public record Vector(String name, String of, String times) {}

  /// The products in order.
  public List<Product> products() {
    return stages.stream().filter(Product.class::isInstance).map(Product.class::cast).toList();
  }
}
