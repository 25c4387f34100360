/// Training steps of whole models.
package dev.refrain.bench.training;
