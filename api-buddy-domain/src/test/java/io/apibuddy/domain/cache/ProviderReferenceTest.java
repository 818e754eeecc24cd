package io.apibuddy.domain.cache;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/rules.md} is held to what is known of providers; run with -Dupdate.docs=true to
 * rewrite it.
 */
class ProviderReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "rules.md");
  private static final int WIDTH = 120;

  @Test
  void referenceListsTheCachedPathsOfEachService() throws IOException {
    assertListed("listed", listed());
  }

  @Test
  void referenceListsTheCachedPostsOfServicesWhoseGetsAreAllCached() throws IOException {
    assertListed("creating", creating());
  }

  private static void assertListed(String name, String expected) throws IOException {
    String reference = Files.readString(REFERENCE);
    String mark = "<!-- " + name + " -->\n";
    int begin = reference.indexOf(mark) + mark.length();
    int end = reference.indexOf("<!-- /" + name + " -->");
    if (Boolean.getBoolean("update.docs")) {
      reference = reference.substring(0, begin) + expected + reference.substring(end);
      Files.writeString(REFERENCE, reference);
      end = begin + expected.length();
    }

    assertThat(reference.substring(begin, end)).isEqualTo(expected);
  }

  private static Stream<Provider> providers(boolean everyGetIsCached) {
    return Provider.known().stream()
        .filter(provider -> provider.cachedGets().equals(List.of("/**")) == everyGetIsCached);
  }

  private static String listed() {
    StringBuilder text = new StringBuilder();
    providers(false)
        .forEach(
            provider -> {
              String name = "**`built-in/" + provider.name() + "`**: ";
              text.append(folded(name + code(provider.hosts()), "")).append('\n');
              append(text, "GET ", provider.cachedGets());
              append(text, "POST ", provider.cachedPosts());
              append(text, "not ", provider.polled());
              if (provider.cachedGets().isEmpty() && provider.cachedPosts().isEmpty()) {
                text.append("- nothing\n");
              }
              if (!provider.scope().equals(List.of("/**"))) {
                String outside = "- whatever is outside " + code(provider.scope());
                text.append(folded(outside, "  "));
              }
              text.append('\n');
            });
    return text.toString();
  }

  private static void append(StringBuilder text, String method, List<String> patterns) {
    String alone = code(patterns.stream().filter(pattern -> !pattern.contains("{")).toList());
    if (!alone.isEmpty()) {
      text.append(folded("- " + method + alone, "  "));
    }
    for (String pattern : patterns) {
      int open = pattern.indexOf('{');
      if (open >= 0) {
        List<String> ends = Provider.alternatives(pattern.substring(open));
        String base = '`' + pattern.substring(0, open) + "` and ";
        text.append(folded("- " + method + base + code(ends), "  "));
      }
    }
  }

  private static String creating() {
    return "| name | upstream's hosts | POST cached as the mapping says | polled |\n"
        + "|---|---|---|---|\n"
        + providers(true)
            .sorted(Comparator.comparing(Provider::name))
            .map(
                provider ->
                    ("| `built-in/" + provider.name() + "` | " + code(provider.hosts()) + " | ")
                        + (expanded(provider.cachedPosts()) + " | ")
                        + (expanded(provider.polled()) + " |\n"))
            .collect(joining());
  }

  private static String expanded(List<String> patterns) {
    return code(
        patterns.stream().flatMap(pattern -> Provider.alternatives(pattern).stream()).toList());
  }

  private static String code(List<String> texts) {
    return texts.stream().map(text -> '`' + text + '`').collect(joining(", "));
  }

  /** Returns a text in lines that are not too long, all but the first with something ahead. */
  private static String folded(String text, String ahead) {
    StringBuilder lines = new StringBuilder();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() >= WIDTH) {
        lines.append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
        line.append(ahead);
      }
      line.append(word).append(' ');
    }
    return lines.append(line.toString().stripTrailing()).append('\n').toString();
  }
}
