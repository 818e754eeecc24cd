package io.apibuddy.ports.contract;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static io.apibuddy.ports.contract.Entries.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoredResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Contract tests for {@link ResponseStore}: readers of a body while entries are stored, replaced
 * and removed.
 */
public interface OpenBodyContract extends StorageFactory {

  private static byte[] readAcrossChange(Body body, Runnable between) throws IOException {
    try (body;
        InputStream stream = body.stream()) {
      if (body instanceof Body.Stream) {
        assertThat(body.stream()).isSameAs(stream);
      }
      byte[] begun = stream.readNBytes(1000);
      between.run();
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.write(begun);
      stream.transferTo(whole);
      return whole.toByteArray();
    }
  }

  @Test
  default void replacingRemovingAndPruningDoNotTruncateAnOpenBody(StorageFixture fixture)
      throws IOException {
    ResponseStore store = fixture.responses();
    CacheKey key = Entries.key("a", "/x");
    byte[] old = content(500_000, 1);
    List<Runnable> changes =
        List.of(
            () -> fixture.store(draft(key), content(500_000, 2)),
            () -> store.remove(EntrySelector.ALL),
            () -> store.prune(new PruneLimits(fixture.clock().instant(), 0, 0, 100)));
    for (int i = 0; i < changes.size(); i++) {
      StoredResponse entry = fixture.store(draft(key), old);
      Body body = store.body(entry.id(), 0).orElseThrow();
      assertThat(Arrays.equals(readAcrossChange(body, changes.get(i)), old))
          .as("change %d", i)
          .isTrue();
      assertThat(store.body(entry.id(), 0)).isEmpty();
    }
  }

  @Test
  default void bodyOpenedBeforeARemovalIsReadCompletelyAfterIt(StorageFixture fixture) {
    ResponseStore store = fixture.responses();
    byte[] old = content(500_000, 1);
    StoredResponse entry = fixture.store(draft("a", "/x"), old);
    Body body = store.body(entry.id(), 100).orElseThrow();
    store.remove(EntrySelector.ALL);
    store.prune(new PruneLimits(fixture.clock().instant(), 0, 0, 100));

    assertThat(Arrays.equals(Entries.read(body), Arrays.copyOfRange(old, 100, old.length)))
        .isTrue();
  }

  @Test
  default void stalledReadersBlockNoOtherCall(StorageFixture fixture) throws Exception {
    ResponseStore store = fixture.responses();
    byte[] expected = content(300_000, 1);
    StoredResponse entry = fixture.store(draft("a", "/x"), expected);
    List<Body> stalled = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Body body = store.body(entry.id(), 0).orElseThrow();
      assertThat(body.stream().read()).isEqualTo(expected[0] & 0xff);
      stalled.add(body);
    }

    CompletableFuture.runAsync(
            () -> {
              StoredResponse other = fixture.store(draft("a", "/y"), content(300_000, 2));
              assertThat(fixture.content(other.id())).isEqualTo(content(300_000, 2));
              fixture.store(draft("a", "/x"), content(300_000, 3));
              assertThat(store.remove(EntrySelector.ALL)).isEqualTo(2);
              store.prune(new PruneLimits(fixture.clock().instant(), 0, 0, 100));
              fixture.store(draft("a", "/x"), content(300_000, 4));
            })
        .get(30, TimeUnit.SECONDS);
    for (int i = 0; i < stalled.size(); i++) {
      try (Body body = stalled.get(i)) {
        if (body instanceof Body.Stream && i % 10 == 0) {
          byte[] rest = body.stream().readAllBytes();
          assertThat(Arrays.equals(rest, Arrays.copyOfRange(expected, 1, expected.length)))
              .isTrue();
        }
      }
    }
  }

  @Test
  default void anotherThreadMayCloseABodyThatIsBeingRead(StorageFixture fixture) throws Exception {
    byte[] expected = content(2_000_000, 1);
    StoredResponse entry = fixture.store(draft("a", "/x"), expected);
    for (int round = 0; round < 20; round++) {
      Body body = fixture.responses().body(entry.id(), 0).orElseThrow();
      InputStream stream = body.stream();
      ByteArrayOutputStream got = new ByteArrayOutputStream();
      got.write(stream.readNBytes(100 + round));
      CompletableFuture<Void> closer = CompletableFuture.runAsync(body::close);
      try {
        stream.transferTo(got);
        assertThat(got.size()).isEqualTo(expected.length);
      } catch (IOException closed) {
        assertThat(got.size()).isLessThanOrEqualTo(expected.length);
      }
      closer.get(30, TimeUnit.SECONDS);
      body.close();
      assertThat(Arrays.equals(got.toByteArray(), Arrays.copyOf(expected, got.size()))).isTrue();
    }
    assertThat(Arrays.equals(fixture.content(entry.id()), expected)).isTrue();
  }

  @Test
  default void concurrentReadersNeverSeeAMixedBody(StorageFixture fixture) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int client = i;
        clients.add(() -> client % 2 == 0 ? write(fixture, client) : readAndVerify(fixture));
      }
      for (Future<Integer> done : threads.invokeAll(clients, 90, TimeUnit.SECONDS)) {
        assertThat(done.get()).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int write(StorageFixture fixture, int client) {
    int written = 0;
    for (int round = 0; round < 40; round++) {
      int path = (client + round) % 3;
      int seed = client * 1000 + round;
      int size = 1 + (seed * 7919) % 200_000;
      DraftBuilder draft =
          draft("a", "/" + path)
              .headers(Headers.of("Seed", Integer.toString(seed), "Size", Integer.toString(size)));
      try (EntryWriter writer = fixture.responses().begin(draft.build())) {
        StorageFixture.writeAll(writer, content(size, seed));
        if (writer.commit(EntryCompletion.PLAIN)) {
          written++;
        }
      }
      if (round % 16 == 15) {
        fixture.responses().remove(new EntrySelector.ByTarget("a", "GET", "/" + path));
      }
    }
    return written;
  }

  private static int readAndVerify(StorageFixture fixture) {
    int lookups = 0;
    for (int round = 0; round < 150; round++) {
      lookups++;
      for (StoredResponse entry :
          fixture.responses().candidates(Entries.key("a", "/" + round % 3))) {
        Headers fields = entry.response().headers();
        int seed = Integer.parseInt(fields.all("Seed").get(0));
        int size = Integer.parseInt(fields.all("Size").get(0));
        assertThat(entry.length()).isEqualTo(size);
        Optional<Body> body = fixture.responses().body(entry.id(), 0);
        if (body.isPresent()) {
          assertThat(Arrays.equals(Entries.read(body.get()), content(size, seed))).isTrue();
        }
      }
    }
    return lookups;
  }
}
