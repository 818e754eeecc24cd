package io.apibuddy.store.sqlite;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadersTest {
  @TempDir Path directory;

  /** On a busy machine, the first callers could time out if connections were opened on demand. */
  @Test
  void everyReadConnectionIsOpenedInAdvance() {
    Path file = directory.resolve("store.db");
    TestStorage.open(file).close();
    Readers readers = new Readers(file);
    try {
      assertThat(readers.connections()).as("at the start").isPositive();
      await().until(() -> readers.connections() == Readers.CONNECTIONS);
    } finally {
      readers.close();
    }
  }
}
