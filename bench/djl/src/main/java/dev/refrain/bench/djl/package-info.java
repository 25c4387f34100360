/// DJL and its PyTorch engine as a contender, on a class path of its own.
package dev.refrain.bench.djl;
