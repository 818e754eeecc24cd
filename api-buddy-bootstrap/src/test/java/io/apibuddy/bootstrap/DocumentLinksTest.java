package io.apibuddy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Follows the links between the documents, to their headings too. */
class DocumentLinksTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern LINK =
      Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<Path> documents = documents();

    assertThat(documents).hasSizeGreaterThan(20);
    for (Path document : documents) {
      List<MatchResult> links = LINK.matcher(text(document)).results().toList();
      for (MatchResult link : links) {
        Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
        assertThat(target).as("%s in %s", link.group(), document).exists();
        if (link.group(2) != null) {
          assertThat(anchors(target))
              .as("%s in %s", link.group(), document)
              .contains(link.group(2));
        }
      }
    }
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> project = Files.list(PROJECT);
        Stream<Path> docs = Files.list(PROJECT.resolve("docs"))) {
      return Stream.of(project, docs, Stream.of(PROJECT.resolve("examples/README.md")))
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .toList();
    }
  }

  /** Names of headings as GitHub makes them; of equal ones only the first can be linked to here. */
  private static List<String> anchors(Path document) throws IOException {
    return HEADING
        .matcher(text(document))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  private static String text(Path document) throws IOException {
    return CODE_BLOCK.matcher(Files.readString(document)).replaceAll("");
  }
}
