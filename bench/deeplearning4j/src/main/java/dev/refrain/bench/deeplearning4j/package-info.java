/// Deeplearning4j as a contender, on a class path of its own.
package dev.refrain.bench.deeplearning4j;
