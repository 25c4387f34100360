/// Contenders in processes of their own, run in turn and compared.
package dev.refrain.bench.race;
