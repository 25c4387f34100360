package dev.refrain.bench.peer;

import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001) in libtorch, on
/// Refrain's weights: the score of tags y of a sentence is
/// `start[y[0]] + Σ_t e[t, y[t]] + Σ_t A[y[t−1], y[t]] + end[y[T−1]]`.
///
/// The gradient of the sum over all sequences is written out, by the forward and the backward
/// algorithm on probabilities that are scaled at each step (Rabiner 1989), a product and two or
/// three more operations a step each way. Left to libtorch's derivation it took two to four times
/// as long: as `logsumexp` over `[B, from, to]`, as a product between logarithms, scaled like this.
final class TorchChain {
  private static final long TAGS = 2;

  private final Tensor start; // [K]
  private final Tensor transitions; // [K,K], from row to column
  private final Tensor end; // [K]

  /// @param path where the weights are: `chain`
  TorchChain(TorchWeights weights, String path) {
    start = weights.get(path + ".start");
    transitions = weights.get(path + ".transitions");
    end = weights.get(path + ".end");
  }

  /// The negative log-likelihood of tags, summed over sentences of one length.
  ///
  /// @param emissions `[T,B,K]`
  /// @param tags `[T,B]`
  Tensor loss(Tensor emissions, Tensor tags) {
    return logSum(emissions).sub(score(emissions, tags));
  }

  private Tensor score(Tensor emissions, Tensor tags) {
    long last = tags.size(0) - 1;
    Tensor pairs =
        tags.narrow(0, 0, last).mul(new Scalar(start.numel())).add_(tags.narrow(0, 1, last));
    return emissions
        .gather(TAGS, tags.unsqueeze(TAGS))
        .sum()
        .add(transitions.flatten().index_select(0, pairs.flatten()).sum())
        .add(start.index_select(0, tags.select(0, 0)).sum())
        .add(end.index_select(0, tags.select(0, last)).sum());
  }

  /// The logarithm of the sum of `exp(score)` over all sequences of tags, added up over sentences.
  private Tensor logSum(Tensor emissions) {
    Expected expected = expected(emissions);
    Tensor first = expected.tags().select(0, 0).sum(0);
    Tensor last = expected.tags().select(0, emissions.size(0) - 1).sum(0);
    Tensor linear =
        emissions
            .mul(expected.tags())
            .sum()
            .add(transitions.mul(expected.pairs()).sum())
            .add(start.mul(first).sum())
            .add(end.mul(last).sum());
    return linear.add(expected.logSum().sub(linear.detach()));
  }

  /// The logarithm of the sum over all sequences, and its derivatives: what they have on average.
  ///
  /// @param tags the probability of each tag, `[T,B,K]`
  /// @param pairs how often one tag comes after another, `[K,K]`
  private record Expected(Tensor logSum, Tensor tags, Tensor pairs) {}

  private Expected expected(Tensor emissions) {
    try (var _ = new NoGradGuard()) {
      int steps = Math.toIntExact(emissions.size(0));
      Tensor scores = emissions.clone();
      scores.select(0, 0).add_(start);
      scores.select(0, steps - 1).add_(end);
      Tensor greatest = scores.amax(new long[] {TAGS}, true);
      Tensor[] factors = scores.sub_(greatest).exp_().unbind(0).get();
      Tensor follows = transitions.exp();

      var forward = new Tensor[steps]; // of the tags up to t, Σ = 1
      var sums = new Tensor[steps]; // what they were before
      for (int t = 0; t < steps; t++) {
        Tensor reached =
            t == 0 ? factors[0].clone() : torch.mm(forward[t - 1], follows).mul_(factors[t]);
        sums[t] = reached.sum(new long[] {1}, true, new ScalarTypeOptional());
        forward[t] = reached.div_(sums[t]);
      }

      var backward = new Tensor[steps]; // of the tags behind t, for each tag there
      var ahead = new Tensor[steps]; // with t's own emission
      backward[steps - 1] = torch.ones_like(forward[0]);
      Tensor precedes = follows.t();
      for (int t = steps - 1; t > 0; t--) {
        ahead[t] = factors[t].mul(backward[t]).div_(sums[t]);
        backward[t - 1] = torch.mm(ahead[t], precedes);
      }

      Tensor before = joined(forward, 0, steps - 1);
      Tensor pairs = torch.mm(before.t(), joined(ahead, 1, steps)).mul_(follows);
      Tensor tags =
          torch.stack(new TensorVector(forward)).mul_(torch.stack(new TensorVector(backward)));
      return new Expected(joined(sums, 0, steps).log_().sum().add_(greatest.sum()), tags, pairs);
    }
  }

  /// Some steps one under the other, `[(to − from)·B, ..]`.
  private static Tensor joined(Tensor[] steps, int from, int to) {
    return torch.cat(new TensorVector(Arrays.copyOfRange(steps, from, to)), 0);
  }
}
