package io.apibuddy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Checks {@code docs/writing-a-storage-adapter.md} against the code. */
class AdapterGuideTest {
  private static final Path EXAMPLE =
      Path.of("src", "test", "java", "com", "example", "files", "FilesStorageContractTest.java");

  private final String guide =
      Files.readString(Path.of("..", "docs", "writing-a-storage-adapter.md"));

  AdapterGuideTest() throws IOException {}

  @Test
  void contractKitExampleMatchesTheTestThatRuns() throws IOException {
    String source = Files.readString(EXAMPLE);

    assertThat(between("<!-- kit-example -->\n```java\n", "```\n<!-- /kit-example -->"))
        .isEqualTo(source.substring(source.indexOf("/**")));
  }

  @Test
  void everyKindOfStoreExceptionIsExplained() {
    for (StoreException.Kind kind : StoreException.Kind.values()) {
      assertThat(guide).contains("| `" + kind + "` |");
    }
  }

  private String between(String begin, String end) {
    int from = guide.indexOf(begin);
    assertThat(from).isNotNegative();
    return guide.substring(from + begin.length(), guide.indexOf(end, from));
  }
}
