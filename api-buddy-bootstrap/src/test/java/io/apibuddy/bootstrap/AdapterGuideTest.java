package io.apibuddy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/writing-a-storage-adapter.md} shows what is compiled and run here. */
class AdapterGuideTest {
  private static final Path EXAMPLE =
      Path.of("src", "test", "java", "com", "example", "files", "FilesStorageContractTest.java");

  private final String guide =
      Files.readString(Path.of("..", "docs", "writing-a-storage-adapter.md"));

  AdapterGuideTest() throws IOException {}

  @Test
  void theExampleOfTheKitIsTheOneThatRuns() throws IOException {
    String source = Files.readString(EXAMPLE);

    assertThat(between("<!-- kit-example -->\n```java\n", "```\n<!-- /kit-example -->"))
        .isEqualTo(source.substring(source.indexOf("/**")));
  }

  @Test
  void everyKindOfFailureIsExplained() {
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
