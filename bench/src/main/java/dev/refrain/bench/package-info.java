/// Measures Refrain beside its peers, on the same inputs and in the same run.
package dev.refrain.bench;
