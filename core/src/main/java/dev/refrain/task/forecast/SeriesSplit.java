package dev.refrain.task.forecast;

/// The parts of a series by time: rows `[0, validation)` are learned, `[validation, test)` are held
/// out, `[test, end)` are kept for the test.
///
/// @param validation where the part held out begins
/// @param test where the part for the test begins
/// @param end the end (exclusive) of what is used
public record SeriesSplit(int validation, int test, int end) {}
