/// Tables read from files row by row: CSV and its relatives, and JSON Lines, with columns called by
/// name or by number.
package dev.refrain.data.table;
