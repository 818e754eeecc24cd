package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks {@code docs/configuration.md} against the schema; -Dupdate.docs=true rewrites it. */
class ConfigurationReferenceTest {

  private static final String BEGIN = "<!-- keys -->\n";
  private static final String END = "<!-- /keys -->";
  private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

  @Test
  void referenceListsEveryKeyOfTheSchema() throws IOException {
    String reference = Files.readString(REFERENCE);
    int begin = reference.indexOf(BEGIN) + BEGIN.length();
    int end = reference.indexOf(END);
    if (Boolean.getBoolean("update.docs")) {
      reference = reference.substring(0, begin) + table() + reference.substring(end);
      Files.writeString(REFERENCE, reference);
      end = reference.indexOf(END);
    }

    assertThat(reference.substring(begin, end)).isEqualTo(table());
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder(
            "| key | in a mapping | takes | default | meaning |\n|---|---|---|---|---|\n");
    for (Key<?> key : new Schema().keys()) {
      table
          .append("| ")
          .append(code(key.path()))
          .append(" | ")
          .append(code(key.mappingPath()))
          .append(" | ")
          .append(key.type().expected())
          .append(" | ")
          .append(code(key.fallback() == null ? null : written(key, key.fallback())))
          .append(" | ")
          .append(key.meaning())
          .append(" |\n");
    }
    return table.toString().replace("|  |", "| |").replace("|  |", "| |");
  }

  private static String code(@Nullable String text) {
    return text == null ? "" : '`' + text + '`';
  }

  private static String written(Key<?> key, Object value) {
    return String.valueOf(key.write(value));
  }
}
