/// Numeric series, with labels or without: reading them from tables, folders, signal files, NumPy and
/// IDX arrays; what to do where a value is missing; scaling; and augmentation.
///
/// A source ([LongTable], [WideTable], [SeriesFolder], [SignalFiles], [ArrayFiles]) says where the
/// numbers are; its `read` gives a [SeriesSet] in the units of the file, NaN where a value is missing.
/// [MissingValues] fills those, then a [SeriesScaling] that was fitted on training data alone brings
/// every feature to about the same size.
package dev.refrain.data.series;
