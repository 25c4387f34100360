/// Recurrent layers by themselves.
package dev.refrain.bench.layer;
