package io.apibuddy.store.rocksdb;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that calls after close fail as closed and never reach a native object that was freed. */
@Timeout(60)
class ClosingTest {
  @TempDir Path directory;

  @Test
  void everyCallAfterCloseFailsAsClosed() throws IOException {
    RocksDbStorage storage = TestStorage.open(directory);
    ResponseStore store = storage.responses();
    byte[] content = Entries.content(300_000, 1);
    StoredResponse entry = TestStorage.store(storage, "a", "/x", content);
    Body body = store.body(entry.id(), 0).orElseThrow();
    EntryWriter writer = store.begin(draft("a", "/y").build());
    writer.write(ByteBuffer.wrap(content));
    storage.close();
    storage.close();

    assertThatThrownBy(() -> body.stream().readAllBytes()).isInstanceOf(IOException.class);
    body.close();
    Instant now = Instant.now();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> writer.write(ByteBuffer.wrap(content)),
            () -> store.touch(List.of(new Touch(entry.id(), now))),
            () -> store.prune(new PruneLimits(now, 0, 0, 1)),
            () -> store.entries(EntryQuery.first(EntrySelector.ALL, 1)),
            () -> storage.configHistory().append(now, "cli", "{}"),
            () -> storage.metrics().append(List.of()),
            () -> storage.metrics().removeBefore(now),
            () -> storage.throttle().reset("a"),
            () -> storage.reconfigure(TestStorage.settings(directory)),
            storage::secret)) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CLOSED));
    }
    writer.close();
  }

  @Test
  void callsInProgressAtCloseCompleteOrFailAsClosed() throws Exception {
    for (int round = 0; round < 5; round++) {
      RocksDbStorage storage = TestStorage.open(directory);
      CountDownLatch working = new CountDownLatch(4);
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Future<StoreException.Kind>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          int client = i;
          clients.add(threads.submit(workUntilRefused(storage, client, working)));
        }
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
        storage.close();
        for (Future<StoreException.Kind> client : clients) {
          assertThat(client.get(30, TimeUnit.SECONDS)).isEqualTo(StoreException.Kind.CLOSED);
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static Callable<StoreException.Kind> workUntilRefused(
      RocksDbStorage storage, int client, CountDownLatch working) {
    return () -> {
      try {
        while (true) {
          try (EntryWriter writer = storage.responses().begin(draft("a", "/" + client).build())) {
            writer.write(ByteBuffer.wrap(Entries.content(70_000, client)));
            writer.commit(EntryCompletion.PLAIN);
          }
          storage.responses().candidates(Entries.key("a", "/" + client));
          storage.responses().stats(Instant.now());
          working.countDown();
        }
      } catch (StoreException e) {
        return e.kind();
      }
    };
  }
}
