/// Forecasting: numbers over time, read in windows, and what comes next with how sure it is; measured
/// beside the naive and the seasonal naive forecast.
package dev.refrain.task.forecast;
