/// Pictures of numbers over time, as SVG or PNG.
package dev.refrain.app.chart;
