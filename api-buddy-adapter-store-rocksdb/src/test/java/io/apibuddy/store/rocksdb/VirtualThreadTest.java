package io.apibuddy.store.rocksdb;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.VirtualThreads;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.PlatformThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Tests that native calls run on platform threads only, so that they pin no carrier. */
class VirtualThreadTest {
  @TempDir Path directory;

  @Test
  void platformThreadRunsItsWorkItself() {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      assertThat(storage.engine().<Thread>read(database -> Thread.currentThread()))
          .isSameAs(Thread.currentThread());
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void workOfAVirtualThreadRunsOnAPlatformThread() throws Exception {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      FutureTask<Boolean> caller = VirtualThreads.start(PlatformThreads::callerIsVirtual);
      FutureTask<Boolean> work =
          VirtualThreads.start(
              () -> storage.engine().read(database -> PlatformThreads.callerIsVirtual()));
      FutureTask<Long> stored =
          VirtualThreads.start(
              () -> TestStorage.store(storage, "a", "/x", new byte[100_000]).length());

      assertThat(caller.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(work.get(30, TimeUnit.SECONDS)).isFalse();
      assertThat(stored.get(30, TimeUnit.SECONDS)).isEqualTo(100_000);
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void waitingRecordingsLeaveThreadsForReaders() throws Exception {
    Settings settings =
        Settings.of(
            Map.of("database_path", directory.toString(), "store_budget", Duration.ofMillis(50)));
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (RocksDbStorage storage = TestStorage.open(settings, Notices.SILENT)) {
      CountDownLatch end = new CountDownLatch(1);
      Future<Boolean> turn = TestStorage.occupy(threads, storage.mutations(), end);
      int many = 30 + 2 * Runtime.getRuntime().availableProcessors(); // threads of the engine
      for (int i = 0; i < many; i++) {
        EntryDraft draft =
            DraftBuilder.draft("a", "/" + i).discardAt(TestStorage.FAR_FUTURE).pinned().build();
        FutureTask<Boolean> unused =
            VirtualThreads.start(
                () -> {
                  TestStorage.commit(storage, draft, new byte[100]);
                  return true;
                });
      }
      await().until(() -> storage.mutations().waiting() > 1);

      FutureTask<List<StoredResponse>> reader =
          VirtualThreads.start(() -> storage.responses().candidates(Entries.key("a", "/x")));

      assertThat(reader.get(30, TimeUnit.SECONDS)).isEmpty();
      end.countDown();
      assertThat(turn.get(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      threads.shutdownNow();
    }
  }
}
