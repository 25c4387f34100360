/// What a search came to, for people and for spreadsheets: a page that needs nothing but a browser,
/// and a table.
package dev.refrain.app.study;
