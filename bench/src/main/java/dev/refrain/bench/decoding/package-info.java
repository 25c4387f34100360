/// Whole models that write.
package dev.refrain.bench.decoding;
