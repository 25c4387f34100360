package dev.refrain.app.attention;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/// A web page of attention maps, written map by map. It needs nothing but itself: no network, no
/// script. A weight is shown as a number where the pointer is.
public final class AttentionPage implements AutoCloseable {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Attention</title>
      <style>
      :root { color-scheme: light dark; --paper: #fff; --ink: #1f2933; --faint: #64717f;
        --line: #dfe4ea; --full: #08519c; --over: #fff }
      @media (prefers-color-scheme: dark) {
        :root { --paper: #14181d; --ink: #e4e9ee; --faint: #94a1ae; --line: #2c343d;
          --full: #7cc4ff; --over: #0b0e11 } }
      body { margin: 2rem; background: var(--paper); color: var(--ink);
        font: 16px/1.4 system-ui, sans-serif }
      h1 { font-size: 1.4rem; font-weight: 600; margin: 0 0 .5rem }
      p { margin: .2rem 0; color: var(--faint) }
      figure { margin: 2.5rem 0; overflow-x: auto }
      figcaption { margin-bottom: 1rem }
      figcaption span { display: block }
      figcaption .source { color: var(--faint) }
      table { border-collapse: collapse }
      thead th { vertical-align: bottom; padding: .3rem .2rem }
      thead th span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: pre }
      tbody th { text-align: right; padding: 0 .6rem; white-space: pre }
      th { font-weight: 400 }
      tbody td { min-width: 2.2rem; height: 2.2rem; padding: 0; border: 1px solid var(--line);
        background: color-mix(in srgb, var(--full) calc(var(--w) * 1%), var(--paper));
        color: transparent; font-size: .75rem; text-align: center; cursor: default }
      tbody tr:hover th { font-weight: 600 }
      tbody td:hover { color: var(--ink); outline: 2px solid var(--ink); outline-offset: -2px }
      tbody td.dark:hover { color: var(--over) }
      .scale { width: 14rem; height: .8rem; border: 1px solid var(--line);
        background: linear-gradient(to right, var(--paper), var(--full)) }
      .ends { display: flex; justify-content: space-between; width: 14rem; font-size: .75rem;
        color: var(--faint) }
      </style>
      </head>
      <body>
      <h1>Attention</h1>
      <p>Each row is a token that the model wrote; the darker a square, the more it looked at the
      token of the source above while it wrote. Point at a square for the number.</p>
      <div class="scale"></div><div class="ends"><span>0 %</span><span>100 %</span></div>
      """;

  /// From which weight on a number must stand out from a dark square.
  private static final float DARK = 0.5f;

  private final Writer out;

  /// Begins a page. The writer is closed with it.
  public AttentionPage(Writer out) throws IOException {
    this.out = out;
    out.write(HEAD);
  }

  /// Adds a map.
  ///
  /// @param source the sentence that was read
  /// @param target the sentence that was written
  public void add(String source, String target, AttentionMap map) throws IOException {
    out.write("<figure>\n<figcaption><span class=\"source\" dir=\"auto\">");
    out.write(escaped(source));
    out.write("</span><span dir=\"auto\">");
    out.write(escaped(target));
    out.write("</span></figcaption>\n<table>\n<thead><tr><td></td>");
    for (String token : map.source()) {
      out.write("<th scope=\"col\"><span>" + escaped(token) + "</span></th>");
    }
    out.write("</tr></thead>\n<tbody>\n");
    List<String> targets = map.target();
    for (int row = 0; row < targets.size(); row++) {
      out.write("<tr><th scope=\"row\">" + escaped(targets.get(row)) + "</th>");
      for (int column = 0; column < map.source().size(); column++) {
        out.write(cell(map, row, column));
      }
      out.write("</tr>\n");
    }
    out.write("</tbody>\n</table>\n</figure>\n");
  }

  private static String cell(AttentionMap map, int row, int column) {
    float weight = map.weight(row, column);
    return String.format(
        Locale.ROOT,
        "<td%s style=\"--w:%.1f\" title=\"%s ← %s: %.1f %%\">%.0f</td>",
        weight >= DARK ? " class=\"dark\"" : "",
        100 * weight,
        escaped(map.target().get(row)),
        escaped(map.source().get(column)),
        100 * weight,
        100 * weight);
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default ->
                    escaped.appendCodePoint(
                        Character.isISOControl(c) && c != '\t' && c != '\n' ? 0xFFFD : c);
              }
            });
    return escaped.toString();
  }

  /// Ends the page.
  @Override
  public void close() throws IOException {
    try (out) {
      out.write("</body>\n</html>\n");
    }
  }
}
