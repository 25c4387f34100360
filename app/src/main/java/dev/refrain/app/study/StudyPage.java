package dev.refrain.app.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Puts a page together from its template, style, scripts and data. It needs nothing but itself, and
/// tells the browser to load nothing and to run no other script than its own, so that text in the
/// data can do no harm.
final class StudyPage {
  private static final List<String> SCRIPTS =
      List.of("page.js", "tables.js", "charts.js", "curves.js", "places.js", "live.js");
  private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z]+)}}");

  private StudyPage() {}

  /// The page of a study's data.
  static String of(JsonNode data) {
    String library = resource("echarts/echarts.min.js");
    String script =
        SCRIPTS.stream().map(StudyPage::resource).collect(Collectors.joining("\n", "\n", ""));
    Map<String, String> parts =
        Map.of(
            "policy", policy(library, script),
            "style", resource("study.css"),
            "data", withoutTags(data),
            "library", library,
            "script", script);
    return SLOT.matcher(resource("study.html"))
        .replaceAll(slot -> Matcher.quoteReplacement(parts.get(slot.group(1))));
  }

  /// JSON that cannot end the element it stands in, nor begin another: `<` occurs in texts only.
  private static String withoutTags(JsonNode data) {
    return data.toString().replace("<", "\\u003c");
  }

  private static String policy(String... scripts) {
    var policy = new StringBuilder("default-src 'none'; style-src 'unsafe-inline'; script-src");
    for (String script : scripts) {
      policy.append(" 'sha256-").append(sha256(script)).append('\'');
    }
    return policy.append("; img-src data: blob:; base-uri 'none'; form-action 'none'").toString();
  }

  private static String sha256(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream file = StudyPage.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
